"""Pictures of numbers: drawn in a process of their own, for few ask and the library is heavy."""

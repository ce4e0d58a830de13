"""The command line, as the operator calls it: real processes, real files."""

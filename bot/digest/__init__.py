"""Digests as values: who is due, what is selected, how it is composed. Only `preview` reads."""

"""A strict Bot API server on loopback that a real bot speaks HTTP to; start with `server.py`."""

"""One file per command; `COMMANDS` in `router.py` builds routing, menu and help."""

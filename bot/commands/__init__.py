"""One file per command; `COMMANDS` in `table.py` builds routing, menu and help."""

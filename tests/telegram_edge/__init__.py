"""Telegram edge: pure parts here, the rest over the strict Bot API server."""

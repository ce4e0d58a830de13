"""The whole bot, speaking HTTP to the strict Bot API server on loopback."""

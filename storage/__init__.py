"""Durable records and the derived search index; knows nothing of bots, feeds or Telegram."""

"""Tests of `bot.facts`."""

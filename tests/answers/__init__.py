"""Tests of `bot.answers`."""

"""Tests of `bot.charts`."""

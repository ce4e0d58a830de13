"""Tests of `bot/search`."""

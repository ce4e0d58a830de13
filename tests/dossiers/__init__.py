"""Tests of `bot.dossiers`."""

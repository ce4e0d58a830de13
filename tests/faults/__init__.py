"""Kills and other accidents: what was acknowledged must be there afterwards."""

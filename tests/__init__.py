"""Tests, mirroring both packages."""

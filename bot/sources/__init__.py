"""Bytes in: the catalogue of sources, retrieving (HTTP, folders) and feed formats."""

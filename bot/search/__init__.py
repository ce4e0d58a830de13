"""The query language and snippets: from what a person typed to a `SearchQuery` and back."""

"""What many articles say of one thing: a document, a person, a body, a period, a figure."""

"""A digest as a file that offices pass on: .docx, HTML for A4, Markdown."""

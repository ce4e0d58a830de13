"""What an article says: documents, people, bodies, places, times, figures, the event, requests."""

"""Answers to plain questions: the span that answers, in the article's own sentence."""

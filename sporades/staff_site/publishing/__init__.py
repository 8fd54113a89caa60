"""Lots of papers: prepared and read again, ordered for an instant, followed, taken back, closed."""

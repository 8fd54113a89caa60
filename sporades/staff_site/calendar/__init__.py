"""The office's year: its dates, how they are written, published, prolonged, and what suspends them."""

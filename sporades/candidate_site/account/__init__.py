"""« Mon compte »: opening it, entering, keeping it safe, and what it says of a person."""

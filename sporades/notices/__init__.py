"""What we write to people: rows first, mail after the commit."""

"""How the campaign goes, in figures, and what leaves the service as a file."""

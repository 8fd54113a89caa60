"""How long data are kept, what holds them back, and what goes."""

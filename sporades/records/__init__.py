"""What we hold of somebody: all of it, given to them, and taken away in time."""

"""What Sporades looks like: one stylesheet, a base page, and components as template tags."""

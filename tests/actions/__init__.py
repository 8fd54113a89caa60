"""What can be done to a registration, on both databases."""

"""What is done with everything that is held of somebody."""

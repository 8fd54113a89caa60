"""What can be asked about registrations; answers are plain values that templates may read."""

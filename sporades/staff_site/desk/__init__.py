"""What is said about a file, and what the office does in a candidate's name."""

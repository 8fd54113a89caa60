"""What each step asks: shape only; what the law says of an answer belongs to the rules."""

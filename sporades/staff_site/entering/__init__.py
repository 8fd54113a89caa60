"""Between the password and the office: the second factor, and the invitation that leads there."""

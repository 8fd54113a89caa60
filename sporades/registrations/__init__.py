"""A person's registration for one diploma and session, and the pieces that prove it."""

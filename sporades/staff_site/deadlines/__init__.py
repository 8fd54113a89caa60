"""Before and after each limit: whom it ends, whom it leaves to a person, what it did, and undoing it."""

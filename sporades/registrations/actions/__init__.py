"""What can be done to a registration. Each act is one transaction: lock, ask, write, journal, notify."""

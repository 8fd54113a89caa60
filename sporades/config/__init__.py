"""What starts: settings, doors, addresses, the checks that refuse to start."""

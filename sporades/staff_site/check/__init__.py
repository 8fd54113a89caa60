"""One screen where an officer decides: the piece, what it must prove, the decision, the next one."""

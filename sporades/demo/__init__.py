"""The demonstration: a clock that moves forward, a mailbox, a cast. It cannot exist in production."""

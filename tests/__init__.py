"""How we know: every test is a sentence about the service."""

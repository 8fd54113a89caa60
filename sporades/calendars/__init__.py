"""When each académie opens and closes, for which diploma and session."""

"""The exam office's pages: what waits, what is decided, what is published."""

"""One registration as the office sees it, and every act on it."""

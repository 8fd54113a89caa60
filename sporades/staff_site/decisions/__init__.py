"""What the head of office decides of one registration, and what an officer proposes."""

"""What may go, what is held back, and what was erased?"""

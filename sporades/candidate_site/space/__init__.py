"""The candidate's own pages: where one stands, what is asked, what was given, what was issued."""

"""Who is of the exam office: invited, given a mandate, switched off; and what they have read."""

"""The pages of the account: one door, one action or query each."""

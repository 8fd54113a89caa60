"""The candidate's side: pages that ask one door, then one action or one query."""

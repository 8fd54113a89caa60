"""The law and the lists, read from files into the values that the rules take."""

"""The real neighbours of Sporades, each started privately for the tests and stopped after them."""

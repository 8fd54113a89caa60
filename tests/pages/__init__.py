"""The pages, as a person and a browser meet them."""

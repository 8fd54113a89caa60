"""What we issue: never to be mixed with the pieces that candidates give."""

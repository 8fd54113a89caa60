"""What the law and the notice decide, from plain values: no clock, no file, no framework."""

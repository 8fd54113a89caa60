"""One thin module per outside thing: clock, disk, antivirus, printer, scanner, post.

Nothing here knows what a registration is, and nothing is called inside a
database transaction: rows first, then the world outside.
"""

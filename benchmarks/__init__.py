"""What does it cost, and what does one machine hold? Measured, never asserted in a test.

    make bench                           both databases, the load too: about six minutes
    make bench ONLY="sqlite --no-load"   the costs alone, on SQLite

The service runs as in production (compressed assets with names for ever, HTTPS,
real middleware), in a folder of its own, on the session of Nice moved to today.
What is printed is Markdown: docs/performance.md keeps one run of it.
"""

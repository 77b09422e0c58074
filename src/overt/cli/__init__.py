"""The command line: one module per command; parses options, calls assemble, record or share, and prints."""

"""Kills overt at random moments, again and again, and looks what is left: see __main__.py."""

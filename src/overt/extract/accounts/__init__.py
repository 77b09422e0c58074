"""Accounts built of frames, every value with its claim, and who is said to stand behind the act."""

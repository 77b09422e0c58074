"""Keeps findings true while reports come and go: only what a change can touch is compared, chosen and graded again."""

"""A ledger of a million claims: filled with invented reports, and the time that it takes to ask it something."""

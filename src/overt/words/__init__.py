"""Says in plain words what the ledger keeps in codes, for every screen alike: terminal, pages, exports."""

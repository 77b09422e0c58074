"""What pages show: nouns of the ledger in, frozen views for the templates out. No request, no markup."""

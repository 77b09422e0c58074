"""Who says it, how firmly, and how far the act got."""

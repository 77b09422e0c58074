"""Asks how far reports depend on each other: copies, origins, standings (codebook §8.3)."""

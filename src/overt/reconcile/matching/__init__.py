"""Asks which accounts tell of one incident: names, facts of an account, pairs, clusters (codebook §8.1)."""

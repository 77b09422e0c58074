"""Chooses between what reports say of one field, and keeps what they dispute (codebook §6)."""

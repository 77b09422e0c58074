"""Replays what people decided over what the engines say: decisions in, constraints, values and conflicts out."""

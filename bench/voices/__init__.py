"""The benchmark PolNeAR's own reader: a small language model that says who says what."""

"""MiniLM-L6 in numpy: how texts are cut into its pieces, and its layers with whatever weights a benchmark taught it."""

"""Measures overt: the gate on its own samples, scores on data of others, speed."""

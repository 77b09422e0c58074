"""MUC-4 read with overt's engine and a codebook of its own: documents in, templates with fillers and scores out."""

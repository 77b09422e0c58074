"""The learned layer of the MUC-4 codebook: which phrases of a document fill which role, as train.json shows."""

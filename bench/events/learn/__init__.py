"""What the training part taught: trees on pairs of mentions and of documents, an encoder, and how they are weighed."""

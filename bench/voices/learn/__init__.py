"""The weights of the reader of bench/voices, and how they read."""

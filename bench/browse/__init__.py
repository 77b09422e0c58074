"""The error browser: what is wrong in a set, grouped by cause, in the terminal or as one page (`make errors`)."""

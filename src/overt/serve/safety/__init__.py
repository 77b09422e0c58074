"""Who may ask what of the workspace: hosts, sessions, forms, sizes, and what a browser may do with an answer."""

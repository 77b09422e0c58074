"""The pages: a request in, a page out. Each module gives its `ROUTES`."""

"""Serve: a ledger in, the workspace in the browser out."""

from overt.serve.app import make_app

__all__ = ["make_app"]

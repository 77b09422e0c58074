"""Lets `python -m overt` be the command `overt`."""

from overt.cli.main import app

app(prog_name="overt")

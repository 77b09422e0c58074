"""overt reads news reports and keeps a ledger of incidents in which every value has a quote.

In a program or a notebook:

    import overt
    ledger = overt.open("spring.ledger")

docs/python.md says more. Nothing is loaded before it is needed.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from overt.notebook import OpenLedger

__version__ = "0.1.0"


def open(where: "str | Path", *, create: bool = False, read_only: bool = False) -> "OpenLedger":  # noqa: A001 - as a file's
    """Open the ledger in a file or at postgresql://...; with `create`, make it if there is none.

    Raises overt.base.errors.LedgerError or SettingsError, which say what is wrong and what to do.
    """
    from overt.notebook import OpenLedger  # noqa: PLC0415 - `import overt` stays light
    from overt.record import open_ledger  # noqa: PLC0415

    return OpenLedger(open_ledger(where, create=create, read_only=read_only))

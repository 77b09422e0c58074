"""All errors of overt, one root.

OvertError
├── SettingsError     a setting is wrong; the run does not start
├── KnowledgeError    a file of `knowledge/` (codebook, cues, aliases) is wrong; the run does not start
├── LedgerError       the ledger cannot be used as it is
└── UngroundedError   a claim without its quote was about to be built

A bad *report* raises nothing: it becomes a `Problem` row (types/problem.py).
"""


class OvertError(Exception):
    """Root of all errors of overt: says what happened, where, and what to do."""

    name = "overt-error"

    def __init__(self, what: str, *, where: str = "", todo: str = "") -> None:
        self.what, self.where, self.todo = what, where, todo
        super().__init__(" ".join(part for part in (what, f"[{where}]" if where else "", todo) if part))


class SettingsError(OvertError):
    """A setting is wrong."""

    name = "settings-invalid"


class KnowledgeError(OvertError):
    """A knowledge file is wrong."""

    name = "knowledge-invalid"


class LedgerError(OvertError):
    """The ledger cannot be used."""

    name = "ledger-unusable"


class UngroundedError(OvertError):
    """The quote is not what the report says at that place."""

    name = "claim-ungrounded"

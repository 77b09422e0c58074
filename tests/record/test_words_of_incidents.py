"""Words are found in the same way in each database and in every script, whatever the server's parser thinks of them."""

import sqlite3
import unicodedata
from collections.abc import Iterator
from dataclasses import replace

import pytest

from overt.record import open_ledger
from overt.record.ledger import Ledger
from overt.record.rows import IncidentFilter
from overt.record.words import split_words
from tests.record.samples import (
    empty_reading,
    first_reading,
    first_report,
    make_findings,
    make_incident,
    put_findings,
    second_report,
)
from tests.record.workers import ENGINE
from tests.stores import Stores

TITLE = (
    "Пожар на складе в Вельморе; Brände bei Sägewerk Łódź-Süd (İzmir) — ΣΊΣΥΦΟΣ's depot at depot-9.example.org/a_b, "
    "-5.20% of 1e5, ١٢٣ طن, 東京の倉庫, क्रांति, o'Neill & Co. don't \\ 'stop'"
)


WANTED = (
    ("пожар", 1),
    ("ПОЖ вельмор", 1),
    ("brande sagewerk", 1),
    ("Brände", 1),
    ("lodz", 0),  # ł is a letter of its own, to SQLite as well
    ("łodz-sud", 1),
    ("sud-łodz", 0),
    ("izmir", 1),
    ("σισυφος", 0),
    ("σίσυφοσ", 1),
    ("depot-9", 1),
    ("9.example.org", 1),
    ("example.com", 0),
    ("a_b", 1),
    ("-5", 1),
    ("5.20", 1),
    ("20.5", 0),
    ("1e5", 1),
    ("١٢", 1),
    ("東京", 1),
    ("京", 0),  # a word is found by how it begins
    ("o'neill", 1),
    ("don't stop", 1),
    ("'stop'", 1),
    ("\\", 0),
    ("' & | ! <-> :* ()", 0),
    ("stop | nowhere", 0),
    ("%", 0),
    ("\0", 0),
    ("\0depot", 1),
    ("depot \udcff", 1),
)


@pytest.fixture
def ledger(stores: Stores) -> Iterator[Ledger]:
    """Give a ledger with one incident of this title."""
    with open_ledger(stores.address(), create=True) as opened:
        opened.add_reading(first_report(), first_reading(), ENGINE)
        opened.add_reading(second_report(), empty_reading(second_report()), ENGINE)
        put_findings(opened, replace(make_findings(), incidents=(make_incident(title=TITLE),)))
        yield opened


def test_the_same_words_are_found(ledger: Ledger) -> None:
    found = {wanted: ledger.page(IncidentFilter(words=wanted)).total for wanted, _ in WANTED}
    assert found == dict(WANTED)


def test_words_are_split_as_sqlite_does_in_every_script() -> None:
    """All letters, digits and common marks of the scripts that SQLite knew (Unicode 6.1), each inside a word."""
    known = [chr(code) for code in range(0x20, 0xFFFF) if _is_old(chr(code))]
    base = sqlite3.connect(":memory:")
    base.execute("CREATE VIRTUAL TABLE t USING fts5(w, tokenize='unicode61 remove_diacritics 2')")
    base.execute("CREATE VIRTUAL TABLE v USING fts5vocab(t, instance)")
    base.executemany("INSERT INTO t(rowid, w) VALUES (?, ?)", [(ord(char), f"x{char}x") for char in known])
    told: dict[int, list[str]] = {}
    for term, row in base.execute("SELECT term, doc FROM v ORDER BY doc, offset"):
        told.setdefault(row, []).append(term)
    base.close()
    other = [char for char in known if told.get(ord(char)) != split_words(f"x{char}x")]
    assert len(known) > 40_000
    assert len(other) < 60, f"{len(other)}: {other}"
    scripts = ("LATIN", "GREEK", "CYRILLIC", "ARABIC", "HEBREW", "CJK", "HANGUL", "KATAKANA", "HIRAGANA")
    assert {char for char in other if unicodedata.name(char, "").startswith(scripts)} <= set("ǠǡẛͿ")


def _is_old(char: str) -> bool:
    return unicodedata.category(char)[0] in "LNPZ" and unicodedata.ucd_3_2_0.category(char) != "Cn"

"""Short reports in, accounts out: the rows of tests/cases/events.yaml, acts_*.yaml, traps*.yaml and voices_*.yaml."""

import warnings
from collections import Counter

import pytest
import yaml

from overt.extract.codebook.types import load_codebook
from tests.extract.case_rows import FOLDER, Row, differences, load_rows, read, row_files, side_by_side

FILES = row_files()
ROWS = [row for file in FILES for row in load_rows(file)]
FEWEST_OF_A_TYPE = 8
CLOSED = [row for row in ROWS if row.open is None]


class RowsMendedWarning(UserWarning):
    """Rows marked `open` that are read rightly by now."""


@pytest.mark.parametrize("row", CLOSED, ids=[row.id for row in CLOSED])
def test_reads(row: Row) -> None:
    assert not differences(row), "\n" + side_by_side(row)


@pytest.mark.parametrize("file", FILES)
def test_no_file_gets_worse(file: str) -> None:
    rows = load_rows(file)
    pinned = yaml.safe_load((FOLDER / "pinned.yaml").read_text(encoding="utf-8"))[file]
    passing = [row for row in rows if not differences(row)]
    causes = Counter(row.open for row in rows if row not in passing)
    message = f"{len(passing)} of {len(rows)} rows pass, {pinned} did: {causes.most_common()}"
    assert len(passing) >= pinned, message


@pytest.mark.parametrize("file", FILES)
def test_tells_which_open_rows_are_mended(file: str) -> None:
    mended = [row.id for row in load_rows(file) if row.open is not None and not differences(row)]
    if mended:
        todo = "take their `open` away: python -m tests.extract.case_report --settle"
        warnings.warn(f"{len(mended)} open rows pass; {todo}: {' '.join(mended)}", RowsMendedWarning, stacklevel=1)
    assert all(row.open for row in load_rows(file) if row.id in mended)


def test_rows_are_told_apart() -> None:
    assert [text for text, count in Counter(row.text for row in ROWS).items() if count > 1] == []
    assert [row.id for row in ROWS if len(row.why) < len("a word")] == []


def test_rows_cover_every_type_of_the_codebook() -> None:
    told = Counter(wanted["type"] for row in ROWS for wanted in row.tells)
    assert set(told) == set(load_codebook().types)
    assert min(told.values()) >= FEWEST_OF_A_TYPE, told.most_common()[-5:]


def test_every_claim_quotes_its_report() -> None:
    for row in load_rows("events.yaml"):
        for item in read(row.text).accounts:
            assert all(claim.quote == row.text[claim.span.start : claim.span.end] for claim in item.account.claims)


def test_a_day_is_never_invented() -> None:
    (item,) = read("The exiled poet Oren Halk was abducted in Tirana.").accounts
    assert item.account.times == ()  # the day of publication is no day of an event

"""How far reports depend on each other: our own tables of pairs, marks of agencies, and laws that always hold."""

from pathlib import Path
from random import Random

import pytest
import yaml
from bench.origins import TABLES, figures, judge_table
from hypothesis import given, settings
from hypothesis import strategies as st

from overt.reconcile.sources.copies import compare_texts, copy_keys, find_copies
from overt.reconcile.sources.independence import relate
from overt.reconcile.sources.marks import MarkKind, find_marks
from overt.reconcile.sources.outlets import outlet_key, shared_house
from overt.reconcile.sources.weighing import weigh_witnesses
from overt.reconcile.sources.witness import Witness
from overt.types.report import Report
from tests.reconcile.builders import Story

# P and R of dependent and independent that the two tables reach, with a little room; a change may not fall below.
FLOORS = {"origins": {"dependent": (1.0, 0.83), "independent": (1.0, 0.9)}}
FLOORS["origins_2"] = {"dependent": (1.0, 0.84), "independent": (1.0, 0.8)}


@pytest.mark.parametrize("path", TABLES, ids=lambda path: path.stem)
def test_tables_of_pairs(path: Path) -> None:
    found = figures(judge_table(path)["pair"])
    for value, (p, r) in FLOORS[path.stem].items():
        assert found[value][0] >= p, f"{value}: precision {found[value][0]:.3f}"
        assert found[value][1] >= r, f"{value}: recall {found[value][1]:.3f}"


def report(text: str, *, outlet: str = "Harbour Post", language: str = "en", key: str = "a") -> Report:
    from dataclasses import replace  # noqa: PLC0415

    plain = Story(key=key, outlet=outlet).done().report
    return replace(plain, text=text, language=language, sha256_text=text, sha256_raw=text)


def marks_rows() -> list[dict[str, str]]:
    rows: list[dict[str, str]] = yaml.safe_load(Path("tests/cases/agency_marks.yaml").read_text(encoding="utf-8"))
    return rows


@pytest.mark.parametrize("row", marks_rows(), ids=lambda row: f"{row['language']} {row['why']}")
def test_marks_of_agencies(row: dict[str, str]) -> None:
    text = f"A headline of our own\n\n{row['head']}\n\nThe second paragraph.\n\n{row.get('tail', '')}".strip()
    found = [m for m in find_marks(report(text, language=row["language"])) if m.kind in (MarkKind.WHOLE, MarkKind.PART)]
    wanted = row.get("agency")
    assert {(m.key, m.kind.value) for m in found} == ({(outlet_key(wanted), row["kind"])} if wanted else set())


def test_outlets_of_one_house() -> None:
    from datetime import date  # noqa: PLC0415

    assert shared_house(outlet_key("The Guardian"), outlet_key("The Observer"), date(2024, 1, 1))
    assert not shared_house(outlet_key("The Guardian"), outlet_key("The Observer"), date(2026, 1, 1))
    assert not shared_house(outlet_key("Harbour Post"), outlet_key("The Observer"), None)


# ---- laws

_WORDS = st.sampled_from("the guard Ostra saw 12 men burn Vell depot at 3 Zelin police said on Monday 40 vans".split())
_TEXTS = st.lists(_WORDS, min_size=1, max_size=60).map(" ".join)


@settings(max_examples=40, deadline=None)
@given(st.lists(_TEXTS, min_size=2, max_size=6), st.randoms(use_true_random=False))
def test_order_of_arrival_changes_nothing(texts: list[str], chance: Random) -> None:
    reports = [report(text, key=str(number), outlet=f"Post {number}") for number, text in enumerate(texts)]
    shuffled = chance.sample(reports, len(reports))
    assert find_copies(reports) == find_copies(shuffled)
    witnesses = [Witness(report=one, cites=(), claims=()) for one in reports]
    assert weigh_witnesses(witnesses) == weigh_witnesses(chance.sample(witnesses, len(witnesses)))


@settings(max_examples=40, deadline=None)
@given(_TEXTS, _TEXTS)
def test_a_relation_is_one_of_two_reports_alone(one: str, other: str) -> None:
    a, b = (Witness(report=report(text, key=key), cites=(), claims=()) for key, text in (("a", one), ("b", other)))
    assert relate(a, b) == relate(b, a)
    for proof in relate(a, b).proofs:
        text = a.report.text if proof.report_id == a.report.id else b.report.text
        assert proof.quote == text[proof.start : proof.end] != ""


@settings(max_examples=40, deadline=None)
@given(_TEXTS, _TEXTS)
def test_copies_share_a_key(one: str, other: str) -> None:
    a, b = report(one), report(f"{other} {one}", key="b")
    like = compare_texts(min(a, b, key=lambda r: r.id), max(a, b, key=lambda r: r.id))
    assert not like.near or copy_keys(a) & copy_keys(b)


def test_a_hundred_copies_are_one_origin() -> None:
    body = " ".join(f"In Zelin {n} vans of the depot burned and guard {n % 7} ran to Ostra" for n in range(20))
    many = [report(f"{body} Edition {n}.", key=str(n), outlet=f"Paper {n}") for n in range(100)]
    standing = weigh_witnesses([Witness(report=one, cites=(), claims=()) for one in many])
    assert (len(standing.groups), standing.independent, standing.undetermined) == (1, 1, 0)


def test_who_cites_two_independent_reports_makes_them_no_one() -> None:
    a = report("A depot burned in Zelin, a guard told our reporter. Jan Holt saw it.", key="a", outlet="Harbour Post")
    b = report("A depot burned in Zelin, a nurse told the Vell Courier.", key="b", outlet="Vell Courier")
    text = "A depot burned in Zelin, the Harbour Post reported. A nurse told the Vell Courier the same."
    c = report(text, key="c", outlet="Digest")
    standing = weigh_witnesses([_told(one) for one in (a, b, c)])
    assert (standing.independent, standing.undetermined, len(standing.groups)) == (2, 0, 2)


def _told(one: Report) -> Witness:
    from dataclasses import replace  # noqa: PLC0415

    from overt.base.spans import Span  # noqa: PLC0415

    story = Story(key=one.id)
    claim = story.say("type", "sabotage.arson")
    start = one.text.index("burned")
    return Witness(report=one, cites=(), claims=(replace(claim, span=Span(start=start, end=start + 6)),))

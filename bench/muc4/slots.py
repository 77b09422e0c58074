"""Scores templates slot by slot against the expert keys of MUC-4: gold rows and templates in, counts a slot out.

Our own scorer, after the rules of the 1992 one as far as they bear on what overt fills:

1. Templates of a document are matched one to one so that the number of equal slots is greatest (Hungarian); an
   equal type counts half. A pair may be matched only if the types are equal or one is "attack".
2. A slot holds fills. A fill that is given and equal to a fill of the matched key counts once for precision and recall.
   Fills of templates that stay unmatched are spurious or missing; all documents are taken together ("all templates").
3. Optional keys, and optional fills, are right where they are met and cost nothing where they are not.
4. String fills are equal when the words of our best mention, without case, marks and articles, are one of the key's
   strings. Of the location every name in the chain is a fill. The date has to be equal as a whole, "on or before"
   marked by a hyphen as in the keys. A confidence counts only if it is tied to an organisation that is right
   ("confidence"); by value alone in "confidence value".
"""

import re
import string
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from scipy.optimize import linear_sum_assignment

from bench.muc4.templates import MucRole, Template
from bench.scorers import prf_figures

STRING_SLOTS: Mapping[MucRole, str] = {
    MucRole.PERP_IND: "PERP: INDIVIDUAL ID",
    MucRole.PERP_ORG: "PERP: ORGANIZATION ID",
    MucRole.TARGET: "PHYS TGT: ID",
    MucRole.VICTIM: "HUM TGT: NAME",
    MucRole.WEAPON: "INCIDENT: INSTRUMENT ID",
}
VALUE_SLOTS = ("type", "stage", "stage open", "date", "location", "country", "confidence", "confidence value")
SLOTS = (*VALUE_SLOTS, *(role.value for role in MucRole))
_ARTICLE = re.compile(r"\b(?:a|an|the)\b")
_MARKS = str.maketrans("", "", string.punctuation)

Fills = tuple[frozenset[str], ...]  # each fill as the set of its right answers


@dataclass(frozen=True, slots=True, kw_only=True)
class Slots:
    """One template as the scorer sees it: fills of each slot; of a key, the answers that are taken."""

    fills: Mapping[str, Fills]
    is_optional: bool = False
    optional: Mapping[str, frozenset[int]] = field(default_factory=dict)  # numbers of fills that may be left out


def norm(words: str) -> str:
    """Return a string without case, marks and articles."""
    return " ".join(_ARTICLE.sub(" ", words.lower().translate(_MARKS)).split())


def read_key(row: Mapping[str, Any]) -> Slots | None:
    """Return a key row as slots; None for the row of a document without incident."""
    if row.get("none"):
        return None
    fills: dict[str, Fills] = {
        "type": _answers(row["INCIDENT: TYPE"]),
        "stage": _answers(row["INCIDENT: STAGE OF EXECUTION"]),
        "stage open": _open(_answers(row["INCIDENT: STAGE OF EXECUTION"])),
        "date": _answers(row["INCIDENT: DATE"]),
        "location": _chain(row["INCIDENT: LOCATION"]),
        "country": _chain(row["INCIDENT: LOCATION"])[:1],
    }
    optional: dict[str, frozenset[int]] = {}
    for role, slot in STRING_SLOTS.items():
        told = [entry for entry in row[slot] if any(_strings(alternative) for alternative in entry)]
        fills[role.value] = tuple(frozenset(s for one in entry for s in _strings(one)) for entry in told)
        optional[role.value] = frozenset(n for n, entry in enumerate(told) if any(one["optional"] for one in entry))
    valued = [entry for entry in row["PERP: ORGANIZATION CONFIDENCE"] if any(one["value"] for one in entry)]
    fills["confidence"] = tuple(frozenset(_tied(entry)) for entry in valued)
    fills["confidence value"] = _answers(valued)
    return Slots(fills=fills, is_optional=bool(row["optional"]), optional=optional)


def _answers(entries: Iterable[Sequence[Mapping[str, Any]]]) -> Fills:
    found = (frozenset(_value(one["value"]) for one in entry if one["value"]) for entry in entries)
    return tuple(answers for answers in found if answers)


def _value(text: str) -> str:
    return re.sub(r"^-\s*", "- ", " ".join(text.upper().split()))


def _chain(entries: Iterable[Sequence[Mapping[str, Any]]]) -> Fills:
    """Return the names of a location, the country first; alternatives at one level are answers of one fill."""
    chains = [re.split(r"\s*:\s*", one["value"]) for entry in entries for one in entry if one["value"]]
    levels = max((len(chain) for chain in chains), default=0)
    found = (frozenset(norm(re.sub(r"\(.*", "", c[n])) for c in chains if n < len(c)) for n in range(levels))
    return tuple(found)


def _strings(alternative: Mapping[str, Any]) -> list[str]:
    words = list(alternative["strings"]) or ([alternative["value"]] if alternative["value"] else [])
    return [norm(word) for word in words if norm(word)]


def _tied(entry: Sequence[Mapping[str, Any]]) -> list[str]:
    """Return each value of an entry tied to each organisation that the entry names."""
    values = [_value(one["value"]) for one in entry if one["value"]]
    names = [norm(name) for one in entry for name in one["strings"]]
    return [f"{value}|{name}" for value in values for name in names]


def read_template(template: Template) -> Slots:
    """Return a template of ours as slots."""
    given = template.slots
    strings = {
        role.value: tuple(frozenset([norm(f.mentions[0].text)]) for f in template.fillers if f.role is role)
        for role in MucRole
    }
    bodies = [norm(f.mentions[0].text) for f in template.fillers if f.role is MucRole.PERP_ORG]
    confidence = given.get("confidence")
    chain = tuple(frozenset([norm(name)]) for name in given.get("location", "").split(":") if name.strip())
    return Slots(
        fills={
            "type": (frozenset([template.incident_type.upper()]),),
            "stage": _given(given.get("stage")),
            "stage open": _open(_given(given.get("stage"))),
            "date": _given(given.get("date")),
            "location": chain,
            "country": chain[:1],
            "confidence": tuple(frozenset([f"{confidence}|{body}"]) for body in bodies) if confidence else (),
            "confidence value": _given(confidence) * len(bodies),
            **strings,
        }
    )


def _open(stages: Fills) -> Fills:
    """Return the stages short of accomplished, which the most frequent value would hide."""
    return tuple(answers for answers in stages if "ACCOMPLISHED" not in answers)


def _given(value: str | None) -> Fills:
    return (frozenset([value]),) if value else ()


def usual_values(rows: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """Return the most frequent value of each slot of value in key rows, as a template has it."""
    keys = [slots for row in rows if (slots := read_key(row)) is not None]
    usual: dict[str, str] = {}
    for slot, name in (("type", "type"), ("stage", "stage"), ("date", "date"), ("confidence value", "confidence")):
        counts = Counter(answer for key in keys for answers in key.fills[slot] for answer in answers)
        usual[name] = max(counts, key=lambda value: (counts[value], value), default="")
    chains = Counter(": ".join(min(level) for level in key.fills["location"]) for key in keys if key.fills["location"])
    usual["location"] = max(chains, key=lambda value: (chains[value], value), default="")
    return usual | {"type": usual["type"].lower()}


def score_slots(keys: Mapping[str, Sequence[Slots]], found: Mapping[str, Sequence[Slots]]) -> dict[str, float]:
    """Return precision, recall, F1 and the number of key fills of each slot, over all documents of the keys."""
    hits, given, wanted = Counter[str](), Counter[str](), Counter[str]()
    for doc, gold in keys.items():
        mine = found.get(doc, ())
        pairs = align(gold, mine)
        for one in mine:
            given.update({slot: len(one.fills.get(slot, ())) for slot in SLOTS})
        for number, key in enumerate(gold):
            match = next((mine[j] for i, j in pairs if i == number), None)
            for slot in SLOTS:
                met = _met(key.fills.get(slot, ()), match.fills.get(slot, ()) if match else ())
                hits[slot] += len(met)
                wanted[slot] += _counted(key, slot, met, is_matched=match is not None)
    figures: dict[str, float] = {}
    for slot in SLOTS:
        name = slot.replace(" ", "_")
        figures |= prf_figures(f"slot_{name}", hits[slot], given[slot], wanted[slot])
        figures[f"slot_{name}_cases"] = wanted[slot]
    return figures


def _counted(key: Slots, slot: str, met: frozenset[int], *, is_matched: bool) -> int:
    """Return how many fills of a key are asked for: all, but what is optional only where it was met."""
    if key.is_optional and not is_matched:
        return 0
    spared = key.optional.get(slot, frozenset())
    return sum(number in met or number not in spared for number in range(len(key.fills.get(slot, ()))))


def align(gold: Sequence[Slots], found: Sequence[Slots]) -> list[tuple[int, int]]:
    """Return the pairs (number of the key, number of the template) with the most equal slots in all."""
    if not gold or not found:
        return []
    weights = np.array([[_likeness(key, one) for one in found] for key in gold])
    rows, columns = linear_sum_assignment(-weights)
    return [(int(i), int(j)) for i, j in zip(rows, columns, strict=True) if weights[i, j] > 0]


def _likeness(key: Slots, one: Slots) -> float:
    types, own = key.fills["type"], one.fills["type"]
    if not _met(types, own) and not any("ATTACK" in answers for answers in (*types, *own)):
        return 0.0
    slots = [slot for slot in SLOTS if slot not in _DERIVED]
    equal = sum(len(_met(key.fills.get(slot, ()), one.fills.get(slot, ()))) for slot in slots)
    return equal + 0.5 * len(_met(types, own)) + (0.01 if types and own else 0.0)


_DERIVED = frozenset({"type", "stage open", "country", "confidence", "confidence value"})  # counted once, elsewhere


def _met(gold: Fills, found: Fills) -> frozenset[int]:
    """Return the numbers of the key's fills that are given, each given fill used once."""
    met: set[int] = set()
    for answers in found:
        number = next((n for n, wanted in enumerate(gold) if n not in met and wanted & answers), None)
        if number is not None:
            met.add(number)
    return frozenset(met)

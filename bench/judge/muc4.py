"""Judges MUC-4 documents, case by case: texts, gold templates and overt's in; a Judging out.

Fillers are those of CEAF-REE: the roles of a whole document, a filler right if all its mentions are the gold's. For
accusations, which incident is which is not asked: whoever the document's gold has as perpetrator is accused in it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from bench.accusations import Accusation, Forms, Person, Verdict, judge_person
from bench.judge.rows import accusation_cause, find_words, say_person
from bench.judged import Document, Judged, Judging, Mark, State, state_of
from bench.muc4 import templates as muc
from bench.scorers import load_scorer

Template = dict[str, Any]
_PERPETRATORS = ("PerpInd", "PerpOrg")
_OTHERS = ("Victim", "Target")


@dataclass(frozen=True, slots=True, kw_only=True)
class MucDocument:
    """One text with the templates of the gold and those of overt, as the scorer takes them and with their offsets."""

    document: Document
    gold: Sequence[Template]
    said: Sequence[Template]
    templates: Sequence[muc.Template]


def judge(rows: Sequence[MucDocument]) -> Judging:
    """Return every case of the documents."""
    judged = [case for row in rows for case in (*_judge_relevance(row), *_judge_fillers(row))]
    accusations = [(row, one) for row in rows for one in _accusations(row)]
    judged += [_accusation_case(row, one) for row, one in accusations if one.is_accusing and one.is_matched]
    return Judging(
        documents={row.document.key: row.document for row in rows},
        judged=tuple(judged),
        accusations=tuple(one for _, one in accusations),
    )


def _judge_relevance(row: MucDocument) -> Iterator[Judged]:
    if row.gold or row.said:
        state = state_of(is_right=bool(row.said)) if row.gold else State.WRONG
        cause = "document with nothing found" if row.gold else "document of nothing with an incident"
        yield _case(row, "documents", "relevant", state, cause)


def _judge_fillers(row: MucDocument) -> Iterator[Judged]:
    scorer, key = load_scorer("muc4_ree"), row.document.key
    gold = scorer.collapse({key: row.gold})[key]
    said = scorer.collapse({key: row.said})[key]
    for role in scorer.ROLES:
        wanted, found = _fillers(scorer, gold, role), _fillers(scorer, said, role)
        pairs = _align(scorer, wanted, found)
        elsewhere = {
            one: other for other in scorer.ROLES if other != role for one in _flat(_fillers(scorer, said, other))
        }
        for at, mentions in enumerate(wanted):
            cause = _missed_cause(role, mentions, _flat(found), elsewhere)
            state = state_of(is_right=at in pairs)
            case = _case(row, role, " / ".join(mentions), state, cause)
            yield add_gold_marks(case, row.document.text, mentions)
        for at, mentions in enumerate(found):
            if at not in pairs.values():
                cause = _extra_cause(role, mentions, wanted, _flat(_fillers_but(scorer, gold, role)))
                case = _case(row, role, "+ " + " / ".join(mentions), State.WRONG, cause)
                yield add_gold_marks(case, row.document.text, _flat(wanted))


def _fillers(scorer: Any, roles: Mapping[str, Any], role: str) -> list[list[str]]:
    return [[scorer.norm(mention) for mention in one] for one in roles.get(role, []) if one]


def _fillers_but(scorer: Any, roles: Mapping[str, Any], role: str) -> list[list[str]]:
    return [one for other in scorer.ROLES if other != role for one in _fillers(scorer, roles, other)]


def _flat(fillers: Sequence[Sequence[str]]) -> list[str]:
    return [mention for one in fillers for mention in one]


def _align(scorer: Any, wanted: Sequence[Sequence[str]], found: Sequence[Sequence[str]]) -> dict[int, int]:
    if not wanted or not found:
        return {}
    table = scorer.np.array([[scorer.phi_strict(g, s) for s in found] for g in wanted])
    rows, columns = scorer.linear_sum_assignment(-table)
    return {int(a): int(b) for a, b in zip(rows, columns, strict=True) if table[a, b]}


def _missed_cause(role: str, mentions: Sequence[str], found: Sequence[str], elsewhere: Mapping[str, str]) -> str:
    if any(_share_words(one, other) for one in mentions for other in found):
        return f"{role} boundary or double"
    for one in mentions:
        for other, place in elsewhere.items():
            if _share_words(one, other):
                return f"{role} said as {place}"
    return f"{role} missed"


def _extra_cause(role: str, mentions: Sequence[str], wanted: Sequence[Sequence[str]], others: Sequence[str]) -> str:
    if any(_share_words(one, other) for one in mentions for other in _flat(wanted)):
        return f"{role} boundary or double"
    if any(_share_words(one, other) for one in mentions for other in others):
        return f"{role} too many, the gold's in another role"
    return f"{role} too many"


def _share_words(one: str, other: str) -> bool:
    """Say whether all words of the shorter one stand in the other."""
    few, many = sorted((set(one.split()), set(other.split())), key=len)
    return bool(few) and few <= many


def _accusations(row: MucDocument) -> Iterator[Accusation]:
    scorer = load_scorer("muc4_ree")

    def has(roles: Sequence[str], forms: Forms) -> bool:
        mentions = [mention for one in row.gold for role in roles for mention in _flat(_fillers(scorer, one, role))]
        return any(_share_words(scorer.norm(form), mention) for form in forms for mention in mentions)

    for template in row.templates:
        for person in (_person(one) for one in template.fillers if one.role is not muc.MucRole.WEAPON):
            verdict = judge_person(is_accused=has(_PERPETRATORS, person.forms), is_other=has(_OTHERS, person.forms))
            yield Accusation(
                document=row.document.key, incident=template.incident_type, person=person, verdict=verdict,
                is_matched=bool(row.gold),
            )  # fmt: skip


def _person(filler: muc.Filler) -> Person:
    """Return somebody in a role as a person of an incident: perpetrators are accused, weapons are nobody."""
    words = filler.mentions[0].text
    forms = frozenset(mention.text for mention in filler.mentions)
    role = "PER" if filler.role.value in _PERPETRATORS else filler.role.value
    return Person(role=role, words=words, forms=forms, is_named=False, is_inferred=False)


def _accusation_case(row: MucDocument, one: Accusation) -> Judged:
    state = State.FOUND if one.verdict is Verdict.BORNE_OUT else State.WRONG
    case = _case(
        row, "accusations", f"{one.incident} {one.person.role} {one.person.words}", state, accusation_cause(one)
    )
    return replace(case, said=f"{say_person(one.person)}\nof {one.incident}\n\n{case.said}")


def _case(row: MucDocument, figure: str, label: str, state: State, cause: str) -> Judged:
    """Return a case; the templates of both sides are shown whole."""
    marks = [
        Mark(start=mention.start, end=mention.end, is_gold=False, label=filler.role.value)
        for template in row.templates
        for filler in template.fillers
        for mention in filler.mentions
    ]
    triggers = [
        Mark(start=start, end=end, is_gold=False, label=template.incident_type)
        for template in row.templates
        for start, end in template.triggers
    ]
    return Judged(
        figure=figure,
        document=row.document.key,
        label=label,
        state=state,
        cause=cause,
        gold="\n\n".join(map(_say, row.gold)) or "nothing",
        said="\n\n".join(map(_say, row.said)) or "nothing",
        marks=(*triggers, *marks),
    )


def add_gold_marks(case: Judged, text: str, words: Sequence[str]) -> Judged:
    """Return a case with the places of the gold's words; the case's own label stands before both sides."""
    marks = case.marks + find_words(text, words, f"gold {case.figure}")
    head = f"{case.figure}: {case.label.removeprefix('+ ')}"
    if case.label.startswith("+ "):
        return replace(case, said=f"{head}\n\n{case.said}", marks=marks)
    return replace(case, gold=f"{head}\n\n{case.gold}", marks=marks)


def _say(template: Template) -> str:
    rows = (
        f"{role}: {' | '.join(map(' = '.join, found))}" for role, found in template.items() if role != "incident_type"
    )
    return "\n".join([template["incident_type"], *(row for row in rows if not row.endswith(": "))])

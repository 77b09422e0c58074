"""Finds who stands in apposition: the `Found` of a report in, pairs that the wording says are the same out."""

from collections.abc import Iterator, Sequence

from spacy.tokens import Doc

from overt.extract.entities.found import Found, is_subject
from overt.extract.parse import Parsed
from overt.types.account import EntityKind, MentionForm


def find_appositions(parsed: Sequence[Parsed], found: Sequence[Found]) -> Iterator[tuple[int, int]]:
    """Yield pairs of indices into `found` (in text order) that the wording says are the same: "the pilot, Jan Nemo"."""
    for i, one in enumerate(found[:-1]):
        for j in range(i + 1, min(i + 8, len(found))):
            other = found[j]
            if other.passage != one.passage or other.sentence != one.sentence:
                break
            if _are_apposed(parsed[one.passage].doc, one, other):
                yield i, j
                break


def _are_apposed(doc: Doc, one: Found, other: Found) -> bool:
    if MentionForm.PRONOUN in (one.form, other.form) or other.first < one.last or not _fit(one, other):
        return False
    between = doc[one.last : other.first].text.strip()
    if one.form is other.form is MentionForm.NAME:
        return between == "(" and (one.known == other.known or _is_acronym(other.name or "", one.name or ""))
    head, tail = doc[one.head], doc[other.head]
    if between == "," or (between == "" and one.form is MentionForm.DESCRIPTION):
        after = doc[other.last].text if other.last < len(doc) else "."
        if (tail.dep_ == "appos" and tail.head.i == one.head) or (between == "" and one.noun is not None):
            return True
        return (
            other.form is MentionForm.DESCRIPTION
            and other.definite in ("a", "the", "of", "bare")
            and not other.is_plural
            and (
                _closes(doc, other)
                and after not in ("and", "or")
                and tail.dep_ in ("appos", "conj", "ROOT", "npadvmod")
            )
        )
    return _is_stated(doc, one, other) or (tail.dep_ == "appos" and tail.head.i == head.i)


def _closes(doc: Doc, found: Found) -> bool:
    """Say whether the phrase with its complements ends at a comma, a full stop, "who" or the passage's end."""
    end = doc[found.head].right_edge.i + 1
    return end >= len(doc) or doc[end].is_punct or doc[end - 1].is_punct or doc[end].lower_ in ("who", "which", "and")


def _is_stated(doc: Doc, one: Found, other: Found) -> bool:
    """Say whether a verb says so: "X was a pilot", "a man identified as X", "known as X"."""
    tail = doc[other.head]
    if tail.dep_ == "attr" and tail.head.lemma_ in ("be", "become") and doc[one.head].head.i == tail.head.i:
        has_not = any(child.dep_ == "neg" for child in tail.head.children)
        return is_subject(doc[one.head]) and other.form is MentionForm.DESCRIPTION and not has_not
    before = [doc[i].lower_ for i in range(max(one.last, other.first - 3), other.first)]
    is_called = any(word in ("named", "called", "himself", "herself") for word in before)
    is_as = before[-1:] == ["as"] and any(word in ("identified", "known", "named") for word in before)
    named = is_called or is_as
    return (
        named and one.form is MentionForm.DESCRIPTION and other.form is MentionForm.NAME and other.first - one.last < 25
    )


def _fit(one: Found, other: Found) -> bool:
    people = (EntityKind.PERSON, EntityKind.UNKNOWN)
    if one.is_plural != other.is_plural or (
        one.country and other.country and one.country != other.country and one.known and other.known
    ):
        return False
    return (one.kind in people) == (other.kind in people) and EntityKind.STATE not in (one.kind, other.kind)


def _is_acronym(short: str, full: str) -> bool:
    return short.isupper() and len(short) > 1 and len(full.split()) > 1

"""Finds who stands in apposition: the `Found` of a report in, pairs that the wording says are the same out."""

from collections.abc import Iterator, Sequence

from spacy.tokens import Doc

from overt.extract.entities.found import Found, is_subject
from overt.extract.entities.words import load_words
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
    between = doc[one.last : other.first].text.strip()
    is_run_on = between == "" and other.form is MentionForm.DESCRIPTION  # "intelligence suspects Russian services"
    if MentionForm.PRONOUN in (one.form, other.form) or other.first < one.last or is_run_on or not _fit(one, other):
        return False
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
    if between.endswith(",") and _is_second_name(doc, one, other):
        return True
    over = tail.head.head if tail.head.dep_ == "appos" else tail.head  # "her father, the poet Jan Nemo"
    return _is_stated(doc, one, other) or (tail.dep_ == "appos" and head.i in (tail.head.i, over.i))


def _is_second_name(doc: Doc, one: Found, other: Found) -> bool:
    """Say whether a description goes on with another one: "a former guard at the embassy, a 30-year-old Dane"."""
    if not one.form is other.form is MentionForm.DESCRIPTION or other.definite != "a" or other.is_plural:
        return False
    inside = doc[one.last : other.first - 1]
    is_phrase = bool(len(inside)) and inside[0].dep_ == "prep" and inside[0].head.i == one.head
    is_long = any(word.pos_ in ("VERB", "AUX", "CCONJ", "PUNCT") or word.ent_type_ == "PERSON" for word in inside)
    after = doc[other.last].lower_ if other.last < len(doc) else "."
    return is_phrase and not is_long and _closes(doc, other) and after not in ("and", "or")


def _closes(doc: Doc, found: Found) -> bool:
    """Say whether the phrase with its complements ends at a comma, a full stop, "who" or the passage's end."""
    end = doc[found.head].right_edge.i + 1
    return end >= len(doc) or doc[end].is_punct or doc[end - 1].is_punct or doc[end].lower_ in ("who", "which", "and")


def _is_stated(doc: Doc, one: Found, other: Found) -> bool:
    """Say whether a verb says so: "X was a pilot", "a man identified as X", "known as X"."""
    tail = doc[other.head]
    if tail.dep_ == "attr" and tail.head.lemma_ in ("be", "become") and doc[one.head].head.i == tail.head.i:
        has_not = any(child.dep_ == "neg" for child in tail.head.children)
        is_told = other.form is MentionForm.DESCRIPTION or (one.form is not other.form and one.definite == "the")
        return is_subject(doc[one.head]) and is_told and not has_not
    before = [doc[i].lower_ for i in range(max(one.last, other.first - 3), other.first)]
    is_called = any(word in ("named", "called", "himself", "herself") for word in before)
    is_as = before[-1:] == ["as"] and any(word in ("identified", "known", "named") for word in before)
    named = is_called or is_as
    words = load_words()
    is_next = not any(  # "the mayor said it was ordered by a Dane named X" names the Dane
        word.lemma_.lower() in words.people or word.text in words.demonyms for word in doc[one.last : other.first]
    )
    is_pair = one.form is MentionForm.DESCRIPTION and other.form is MentionForm.NAME
    return named and is_pair and is_next and other.first - one.last < _REACH


_REACH = 25  # tokens


def _fit(one: Found, other: Found) -> bool:
    people = (EntityKind.PERSON, EntityKind.UNKNOWN)
    if one.is_plural != other.is_plural or (
        one.country and other.country and one.country != other.country and one.known and other.known
    ):
        return False
    return (one.kind in people) == (other.kind in people) and EntityKind.STATE not in (one.kind, other.kind)


def _is_acronym(short: str, full: str) -> bool:
    return short.isupper() and len(short) > 1 and len(full.split()) > 1

"""Finds the names told beside an account: the sentences of its claims -> words that name no speaker, place or state."""

import re
from collections.abc import Iterable
from functools import cache
from itertools import pairwise

from overt.base.knowledge import read_knowledge
from overt.reconcile.matching.names import fold, telling_words
from overt.types.account import Account, LocalEntity
from overt.types.linked import LinkedReading

_SENTENCE_END = re.compile(r"(?<=[.!?…”\"])\s+(?=[A-ZА-ЯЁ\"“„«])|\n+")


def names_beside(reading: LinkedReading) -> dict[str, frozenset[str]]:
    """Return for each account id the folded words written as names in the sentences of its claims.

    Left out: whoever speaks, places, states and known services, outlets, dull words, and words that the report also
    writes small (so that the first word of a sentence is no name).
    """
    text = reading.report.text
    starts = [0, *(match.end() for match in _SENTENCE_END.finditer(text)), len(text)]
    small = {fold(word) for word in re.findall(r"(?<![^\s(\"“„«])[^\W\d_A-ZА-ЯЁ][\w’'-]*", text)}
    dull = small | _words(_setting(reading)) | _calendar()
    return {linked.account.id: _near(text, starts, linked.account) - dull for linked in reading.accounts}


def _near(text: str, starts: list[int], account: Account) -> frozenset[str]:
    spans = {claim.span for claim in account.claims if not claim.field.startswith(("time", "attribution"))}
    told = {(a, b) for a, b in pairwise(starts) if any(a < span.end and span.start < b for span in spans)}
    speakers = _words(s.name or "" for claim in account.claims for s in claim.voice.chain)
    words = {word for a, b in told for word in telling_words(text[a:b])}
    return frozenset(word for word in words if not word[0].isdigit()) - speakers


def _setting(reading: LinkedReading) -> Iterable[str]:
    for linked in reading.accounts:
        for place in linked.places:
            yield from (place.name, place.name_as_written, place.country or "")
    yield from reading.cites
    yield reading.report.outlet or ""
    for entity in reading.entities:
        if entity.known_id or entity.kind.value in {"state", "service"}:
            yield from _names(entity)


def _names(entity: LocalEntity) -> Iterable[str]:
    return (entity.name or "", *entity.aliases)


def _words(names: Iterable[str]) -> frozenset[str]:
    return frozenset(word for name in names for word in fold(name).split())


@cache
def _calendar() -> frozenset[str]:
    return frozenset(read_knowledge("matching.yaml")["calendar_words"])

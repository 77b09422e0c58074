"""Finds the names told beside an account: the sentences of its claims -> words that name no speaker, place or state."""

import re
from collections.abc import Iterable
from functools import cache
from itertools import pairwise

from overt.base.knowledge import read_knowledge
from overt.reconcile.matching.names import fold, telling_words
from overt.types.account import Account, LocalEntity
from overt.types.claim import SpeakerKind
from overt.types.linked import LinkedReading

_NAME_RUN = re.compile(r"[^\W\d_a-zа-яё][\w’'&.-]*(?: [^\W\d_a-zа-яё][\w’'&.-]*)*")
_SENTENCE_END = re.compile(r"(?<=[.!?…”\"])\s+(?=[A-ZА-ЯЁ\"“„«])|\n+")


def names_beside(reading: LinkedReading) -> dict[str, frozenset[str]]:
    """Return for each account id the folded words written as names in the sentences of its claims.

    Left out: officials, experts and outlets that speak, states and known services, dull words, and words that the
    report writes large only where a sentence begins, or small elsewhere.
    """
    text = reading.report.text
    starts = [0, *(match.end() for match in _SENTENCE_END.finditer(text)), len(text)]
    small = {fold(word) for word in re.findall(r"(?<![^\s(\"“„«])[^\W\d_A-ZА-ЯЁ][\w’'-]*", text)}
    inside = {fold(word).replace(" ", "") for word in re.findall(r"(?<=[\w,;:)] )[^\W_][\w’'&.-]*", text)}
    inside |= {re.sub(r"(s)$", "", word) for word in inside}
    dull = small | _words(_setting(reading)) | _words(_officials(reading)) | _calendar()
    return {linked.account.id: (_near(text, starts, linked.account) & inside) - dull for linked in reading.accounts}


def _near(text: str, starts: list[int], account: Account) -> frozenset[str]:
    spans = {claim.span for claim in account.claims if not claim.field.startswith(("time", "attribution"))}
    told = {(a, b) for a, b in pairwise(starts) if any(a < span.end and span.start < b for span in spans)}
    words = {word for a, b in told for run in _NAME_RUN.findall(text[a:b]) for word in _last_word(run)}
    return frozenset(word for word in words if not word[0].isdigit())


def _last_word(run: str) -> tuple[str, ...]:
    """A full name and a bare family name are one name, and count once."""
    found = [word for part in run.split() for word in telling_words(part)]
    return tuple(found[-1:])


# Who else speaks (a victim, a witness, the accused) may be whom it is about.
_OFFICIAL = frozenset(
    {SpeakerKind.OUTLET, SpeakerKind.JOURNALIST, SpeakerKind.GOVERNMENT, SpeakerKind.SERVICE, SpeakerKind.POLICE}
    | {SpeakerKind.PROSECUTOR, SpeakerKind.COURT, SpeakerKind.EXPERT, SpeakerKind.NGO}
)


def _officials(reading: LinkedReading) -> Iterable[str]:
    for linked in reading.accounts:
        for claim in linked.account.claims:
            yield from (s.name for s in claim.voice.chain if s.name and s.kind in _OFFICIAL)


def place_words(reading: LinkedReading) -> frozenset[str]:
    """Return the folded words of the towns, regions and countries of a reading."""
    places = (place for linked in reading.accounts for place in linked.places if place.precision not in {"G1", "G7"})
    return _words(name for place in places for name in (place.name, place.name_as_written))


def _setting(reading: LinkedReading) -> Iterable[str]:
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

"""Finds the names that a report tells, around each account and in the whole text, without officials and states."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from overt.base.knowledge import list_knowledge, read_knowledge
from overt.base.spans import Span
from overt.reconcile.matching.names import fold, stem, telling_words
from overt.types.account import Account, LocalEntity
from overt.types.claim import SpeakerKind
from overt.types.linked import LinkedReading
from overt.types.report import Report

_NAME_RUN = re.compile(r"[^\W\d_a-zа-яё][\w’'&.-]*(?: [^\W\d_a-zа-яё][\w’'&.-]*)*")
_SENTENCE_END = re.compile(r"(?<=[.!?…”\"])\s+(?=[A-ZА-ЯЁ\"“„«])|\n+")


Holders = Mapping[str, frozenset[str]]  # stem of a family name -> folded given names


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldNames:
    """Stems of names: in the sentences of each account's claims by account id, and in the whole text."""

    beside: dict[str, frozenset[str]]
    anywhere: frozenset[str]
    given: dict[str, frozenset[str]]  # folded words that stand before a name anywhere: "ana" before "roth"
    spelling: dict[str, str]  # a folded word for each stem
    sentences: dict[str, str]  # the sentences that tell an act, by account id
    first: dict[str, Span]  # the first of them


def names_told(reading: LinkedReading) -> ToldNames:
    """Return the names of a reading that may tell its incidents from others.

    Left out: outlets, states and known services, whom the report itself shows to hold an office, dull words, and words
    that the report writes large only where a sentence begins, or small elsewhere.
    """
    text = _body(reading.report)
    starts = [0, *(match.end() for match in _SENTENCE_END.finditer(text)), len(text)]
    small = {fold(word) for word in re.findall(r"(?<![^\s(\"“„«])[^\W\d_A-ZА-ЯЁ][\w’'-]*", text)}
    inside = {fold(word).replace(" ", "") for word in re.findall(r"(?<=[\w,;:)] )[^\W_][\w’'&.-]*", text)}
    inside |= {re.sub(r"(s)$", "", word) for word in inside}
    dull = frozenset(small) | _calendar()
    dull |= frozenset(word for word in inside if _is_nation(word, reading.report.language or ""))
    sentences = [text[a:b] for a, b in pairwise(starts)]  # "... said Lind. Roth ..." is no name
    given = _given_names(sentences)
    others = _stems(_words(_setting(reading))) | office_holders(reading).keys()
    anywhere = frozenset(word for sentence in sentences for word in _names_in(sentence, dull)) & inside
    told = {a.account.id: _sentences_of_act(starts, a.account) for a in reading.accounts}
    return ToldNames(
        beside={a.account.id: _stems(_near(text, starts, a.account, dull) & inside) - others for a in reading.accounts},
        anywhere=_stems(anywhere) - others,
        given=given,
        spelling={stem(word): word for word in sorted(anywhere, reverse=True)},
        sentences={key: " ".join(span.quote(text) for span in spans) for key, spans in told.items()},
        first={key: spans[0] for key, spans in told.items()},
    )


def _stems(words: Iterable[str]) -> frozenset[str]:
    return frozenset(stem(word) for word in words)


def _body(report: Report) -> str:
    """The text with page furniture and headings blanked, offsets kept: where every word is large, none is a name."""
    text = report.text
    heads = [Span(start=m.start(), end=m.end()) for m in re.finditer(r"[^\n]+", text) if _is_heading(m[0])]
    for span in (*(part.span for part in report.boilerplate), *heads):
        text = text[: span.start] + re.sub(r"[^\n]", " ", text[span.start : span.end]) + text[span.end :]
    return text


def _is_heading(line: str) -> bool:
    words = re.findall(r"[^\W\d_]{4,}", line)
    large = sum(not word[0].islower() for word in words)
    return not re.search(r"[.!?…”\"»]\s*$", line) and 10 * large >= 6 * len(words)


def _given_names(sentences: Sequence[str]) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for run in (run for sentence in sentences for run in _NAME_RUN.findall(sentence)):
        words = _run_words(run)
        found[stem(words[-1]) if words else ""].update(words[:-1])
    return {word: frozenset(given) for word, given in found.items() if given}


_SHORT = 2  # "NY", "AP": many things have such letters


def _run_words(run: str) -> tuple[str, ...]:
    return tuple(word for part in run.split() for word in sorted(telling_words(part)))


def _near(text: str, starts: list[int], account: Account, dull: frozenset[str]) -> frozenset[str]:
    spans = {claim.span for claim in account.claims if not claim.field.startswith(("time", "attribution"))}
    told = {(a, b) for a, b in pairwise(starts) if any(a < span.end and span.start < b for span in spans)}
    return frozenset(word for a, b in told for word in _names_in(text[a:b], dull))


def _sentences_of_act(starts: list[int], account: Account) -> list[Span]:
    spans = [claim.span for claim in account.claims if claim.field == "type"]
    told = [Span(start=a, end=b) for a, b in pairwise(starts) if a < b]
    return [one for one in told if any(one.start < span.end and span.start < one.end for span in spans)] or told[:1]


def _names_in(text: str, dull: frozenset[str]) -> frozenset[str]:
    words = {word for run in _NAME_RUN.findall(text) for word in _last_word(run, dull)}
    return frozenset(word for word in words if not word[0].isdigit() and len(word) > _SHORT)


def _last_word(run: str, dull: frozenset[str]) -> tuple[str, ...]:
    """A full name and a bare family name are one name, and count once; of "Lindgren Park" the first word tells."""
    return tuple([word for word in _run_words(run) if word not in dull][-1:])


# Who else speaks (a victim, a witness, the accused) may be whom it is about.
_OFFICIAL = frozenset(
    {SpeakerKind.OUTLET, SpeakerKind.JOURNALIST, SpeakerKind.GOVERNMENT, SpeakerKind.SERVICE, SpeakerKind.POLICE}
    | {SpeakerKind.PROSECUTOR, SpeakerKind.COURT, SpeakerKind.EXPERT, SpeakerKind.NGO}
)


def office_holders(reading: LinkedReading) -> Holders:
    """Return those who hold an office, or speak as officials, according to a report.

    A head of government comments on many incidents; a name that one report gives with its title is bare in others.
    """
    found: dict[str, set[str]] = defaultdict(set)
    for words in officials_of(reading):
        found[stem(words[-1])].update(words[:-1])
    return {name: frozenset(given) for name, given in found.items()}


def officials_of(reading: LinkedReading) -> Iterable[tuple[str, ...]]:
    """Yield the folded words of each name of who speaks as an official or stands after a title in a report."""
    for name in _speakers(reading):
        yield from (words for words in [tuple(fold(name).split())] if words)
    for match in _title().finditer(reading.report.text):
        yield from (words for words in [_run_words(match[1])] if words)


def _speakers(reading: LinkedReading) -> Iterable[str]:
    for linked in reading.accounts:
        for claim in linked.account.claims:
            yield from (s.name for s in claim.voice.chain if s.name and s.kind in _OFFICIAL)


def _is_nation(word: str, language: str) -> bool:
    """Say whether a folded word is a country, nation or capital, or else no name, in the report's own language."""
    wholes, beginnings = _nations(language)
    return word in wholes or word.startswith(beginnings)


@cache
def _nations(language: str) -> tuple[frozenset[str], tuple[str, ...]]:
    if f"languages/{language}.yaml" not in list_knowledge("languages"):
        return frozenset(), ()
    table = read_knowledge(f"languages/{language}.yaml")
    rows = [*table["nations"].values(), *table["seats"].values(), table["not_names"]]
    patterns = [(fold(pattern.rstrip("*")), pattern.endswith("*")) for row in rows for pattern in row]
    wholes = frozenset(word for word, is_open in patterns if not is_open)
    return wholes, tuple(sorted(word for word, is_open in patterns if is_open and word))


@cache
def _title() -> re.Pattern[str]:
    titles = "|".join(re.escape(title) for title in read_knowledge("matching.yaml")["office_titles"])
    return re.compile(rf"\b(?i:{titles}) ((?:[^\W\d_a-zа-яё][\w’'-]* ?){{1,3}})")


def place_words(reading: LinkedReading) -> frozenset[str]:
    """Return the stems of the words of the towns, regions and countries of a reading."""
    places = (place for linked in reading.accounts for place in linked.places if place.precision not in {"G1", "G7"})
    return _stems(_words(name for place in places for name in (place.name, place.name_as_written)))


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

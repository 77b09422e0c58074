"""Reads how a report marks where its text comes from: report in; marks of agencies and of own reporting out."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from overt.base.knowledge import read_knowledge
from overt.reconcile.matching.names import fold
from overt.reconcile.sources.outlets import agency_keys, outlet_key
from overt.reconcile.sources.texts import Text, text_of
from overt.reconcile.sources.words import credit_words, origin_words
from overt.types.report import Report

_EDGE = 4  # paragraphs at either end in which a line of credits may stand
_CREDIT_WORDS = 12
_NEAR = 60  # characters between a verb of telling and who was told
_CAPITAL = r"[^\W\d_a-zа-яёіїєґß-öø-ÿ]"
_NAME = rf"{_CAPITAL}[\w&.'’-]*(?:[ ]{_CAPITAL}[\w&.'’-]*){{0,3}}"
_BRACKETS = re.compile(
    rf"^\W*(?:{_CAPITAL}[^()\n]{{1,60}}?)?\s*[(\[/](?P<names>[^()\[\]\n]{{2,40}}?)[)\]/]\s*(?:[-–—:_]|--)\s"
)
_AFTER_DASH = re.compile(rf"^{_CAPITAL}[^()\n.]{{2,60}}?[-–—]{{1,2}}\s*(?P<names>{_NAME})[.:]\s")
_AT_END = re.compile(r"[(/]\s*(?P<names>[\w /,+&-]{2,30})[)/]?\s*$")
_OWN_DESK = re.compile(r"\b[Rr]eporting by\s+(?P<names>[^;.)]{2,60})")
_SPLIT = re.compile(r"\s*(?:[/,;&|+]|(?<=\w)-(?=[A-Z]{2})|\s(?:and|und|et|y|e|och|og|ja|i|и|та|en|a)\s)\s*")
_AGENCY_END = re.compile(
    r"\b(?:news ?agency|press agency|news ?wire|wire|agency|agentur|agence|agencia|agenzia)$", re.IGNORECASE
)
_AGENCY_START = re.compile(
    r"^(?:the |der |die |des |de |la |le |l['’])?(?:news )?(?:agency|agentur|agence|agencia|agenzia|agencji|agentury"
    r"|nachrichtenagentur|agentúry|agenției|uutistoimisto)?\s*",
    re.IGNORECASE,
)
_CONTRIBUTED = re.compile(
    r"(?P<names>[^.;()\n]{2,80}?)\s+(?:also\s+)?(?:contributed to this|contributed reporting|hat zu diesem"
    r"|a contribué à|contribuyó a est|ha contribuito a|bidrog till|bidrog til|bijgedragen|przyczynił)",
    re.IGNORECASE,
)


class MarkKind(StrEnum):
    """What a mark shows of where a text comes from."""

    WHOLE = "whole"  # the text is an agency's
    PART = "part"  # made with an agency's material
    DESK = "desk"  # sent by the outlet's own people from where it happened
    OWN = "own"  # somebody told the outlet itself
    SEEN = "seen"  # the outlet has a document itself


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """One mark; `key` is the agency's or outlet's key, `start` and `end` are offsets in the report's text."""

    kind: MarkKind
    key: str
    start: int
    end: int


@lru_cache(maxsize=8192)
def find_marks(report: Report) -> tuple[Mark, ...]:
    """Return the marks of a report, in order. A photo credit is none: who took the picture did not write the text."""
    text = text_of(report)
    found = [*_agency_marks(text), *_own_marks(text)]
    return tuple(sorted(set(found), key=lambda mark: (mark.start, mark.end, mark.kind, mark.key)))


def _agency_marks(text: Text) -> Iterator[Mark]:
    lines = [span for span in text.paragraphs if text.report.text[span[0] : span[1]].strip()]
    head, tail = lines[:_EDGE], lines[_EDGE:][-_EDGE:]
    for number, (start, end) in enumerate([*head, *tail]):
        line = text.report.text[start:end]
        if number < _EDGE:
            yield from _datelined(text, line, start)
        if number > 0:  # the first line is the headline
            yield from _credited(text, line, start, is_last=(start, end) == lines[-1])
        match = _OWN_DESK.search(line)
        if match and is_own_name(text.report.outlet, re.split(r"['’]s ", match["names"])[0]):
            yield _mark(MarkKind.DESK, match["names"], start + match.start("names"))
    body = text.report.text
    for match in _CONTRIBUTED.finditer(body):
        for name, at in _names(match["names"], match.start("names")):
            if _is_agency(name):
                yield _mark(MarkKind.PART, name, at)


def _datelined(text: Text, line: str, start: int) -> Iterator[Mark]:
    """Yield the agencies of a dateline: "RIGA, May 3 (Norda/Baltic Wire) - ", "МОСКВА, 3 мая - РИА Новости. "."""
    match = _BRACKETS.match(line)
    listed_only = match is None
    match = match or _AFTER_DASH.match(line)
    if match is None:
        return
    for name, at in _names(match["names"], start + match.start("names")):
        is_listed = outlet_key(name) in agency_keys()
        if is_own_name(text.report.outlet, name):
            yield _mark(MarkKind.DESK, name, at)
        elif is_listed or (not listed_only and name[0].isupper() and not _is_no_agency(name)):
            yield _mark(MarkKind.WHOLE, name, at)


def _is_no_agency(name: str) -> bool:
    return any(word in name.lower().split() for word in read_knowledge("citing.yaml")["not_agencies"])


def _credited(text: Text, line: str, start: int, *, is_last: bool) -> Iterator[Mark]:
    """Yield the agencies of a line of credits: "AFP", "(mit Material von dpa)", "Source: PAP", "/TT"."""
    bare = line.strip().strip("()[]*_/–—-. \n")
    match = _AT_END.search(line)
    if match and re.search(r"[.!?»”\"]\s*$", line[: match.start()]):  # "... are in custody. (AFP)"
        yield from _listed(match["names"], start + match.start("names"), text)
        return
    if not bare or len(bare.split()) > _CREDIT_WORDS:
        return
    at = start + line.index(bare)
    for kind, word in ((MarkKind.PART, "part"), (MarkKind.WHOLE, "source"), (MarkKind.WHOLE, "by")):
        if match := credit_words(word).match(bare):
            rest = bare[match.end() :]
            yield from (
                _mark(kind, name, place)
                for name, place in _names(rest, at + match.end())
                if (_is_agency(name) or (kind is MarkKind.PART and line.strip()[0] == "("))
                and not is_own_name(text.report.outlet, name)
            )
            return
    names = _names(bare, at)
    if all(_is_agency(name) for name, _ in names):
        yield from (_mark(MarkKind.WHOLE, n, p) for n, p in names if not is_own_name(text.report.outlet, n))
    elif is_last and len(bare.split()) <= 3 and re.fullmatch(_NAME, bare):
        yield _mark(MarkKind.WHOLE, bare, at)  # an agency that nobody listed; it counts only where another names it


def _listed(names: str, at: int, text: Text) -> Iterator[Mark]:
    for name, place in _names(names, at):
        if outlet_key(name) in agency_keys() and not is_own_name(text.report.outlet, name):
            yield _mark(MarkKind.WHOLE, name, place)


def _names(words: str, at: int) -> list[tuple[str, int]]:
    """Split a list of names, each with its offset; "the agency Norda" is Norda."""
    found, last = [], 0
    for part in [*_SPLIT.finditer(words), None]:
        end = part.start() if part else len(words)
        piece = words[last:end]
        name = _AGENCY_START.sub("", piece.strip()).strip(" .:()")
        if name and name in piece:
            found.append((name, at + last + piece.index(name)))
        last = part.end() if part else last
    return found


def _is_agency(name: str) -> bool:
    return outlet_key(name) in agency_keys() or (bool(_AGENCY_END.search(name)) and len(name.split()) <= 4)


def _mark(kind: MarkKind, name: str, at: int) -> Mark:
    return Mark(kind=kind, key=agency_key(name), start=at, end=at + len(name))


def agency_key(name: str) -> str:
    """Return the key of an agency: "Norda News Agency" and "Norda" agree."""
    bare = _AGENCY_END.sub("", name.strip()).strip()
    return outlet_key(bare if len(bare) > 2 else name)


# ---- own reporting


def is_own_name(outlet: str | None, name: str) -> bool:
    """Say whether a name is the outlet's own, also shortened or without "News Agency"."""
    if not outlet:
        return False
    whole, said = agency_key(outlet), agency_key(name)
    return bool(said) and (said == whole or outlet_key(outlet) == outlet_key(name))


def _own_marks(text: Text) -> Iterator[Mark]:
    words = origin_words(text.report.language)
    own = outlet_key(text.report.outlet or "")
    desks = [mark.start for mark in _agency_marks(text) if mark.kind is MarkKind.DESK]
    spots = [s for s in find_outlet(text, text.report.outlet or "") if not any(s[0] <= d < s[1] for d in desks)]
    for sentence in text.sentences:
        said = text.report.text[sentence.start : sentence.end].replace("’", "'")
        named = [spot for spot in spots if sentence.start <= spot[0] < sentence.end]
        ours = words["ours"].search(said)
        for kind, word in ((MarkKind.SEEN, "seen"), (MarkKind.OWN, "tells")):
            verbs = [match.span() for match in words[word].finditer(said)]
            who = [ours.span()] if ours else []
            who += [(start - sentence.start, end - sentence.start) for start, end in named]
            gaps = [(max(v[0] - w[1], w[0] - v[1]), min(v[0], w[0]), max(v[1], w[1])) for v in verbs for w in who]
            if gaps and min(gaps)[0] <= _NEAR:
                _, start, end = min(gaps)
                yield Mark(kind=kind, key=own, start=sentence.start + start, end=sentence.start + end)
                break


@lru_cache(maxsize=4096)
def find_outlet(text: Text, outlet: str) -> tuple[tuple[int, int], ...]:
    """Return where an outlet is named in a text, also inflected ("der Neuen Aarezeitung")."""
    wanted = _name_words(outlet)
    if not wanted:
        return ()
    found = []
    for at in range(len(text.words) - len(wanted) + 1):
        if not _is_form(text.words[at].key, wanted[0]):
            continue
        some = text.words[at : at + len(wanted)]
        first = text.report.text[some[0].start]
        is_handle = text.report.text[max(0, some[0].start - 1) : some[0].start] in {"@", "#", "/", "."}
        if not (first.islower() or is_handle) and all(
            _is_form(word.key, want) for word, want in zip(some, wanted, strict=True)
        ):
            found.append((some[0].start, some[-1].end))
    return tuple(found)


@lru_cache(maxsize=10_000)
def _name_words(outlet: str) -> tuple[str, ...]:
    bare = re.sub(r"^(https?://)?(www\.)?|\.(com|org|net|info|example|co\.uk|[a-z]{2,3})(/.*)?$", "", outlet.strip())
    words = re.findall(r"[^\W_]+", re.sub(r"^the ", "", _AGENCY_END.sub("", bare).strip() or bare, flags=re.IGNORECASE))
    return tuple(fold(word).replace(" ", "") for word in words)


def _is_form(word: str, wanted: str) -> bool:
    """Say whether a word is a form of another: the same, or with another ending of up to three letters."""
    if word == wanted:
        return True
    stem = max(4, len(wanted) - 2)
    return len(wanted) > 3 and word[:stem] == wanted[:stem] and -1 <= len(word) - len(wanted) <= 3

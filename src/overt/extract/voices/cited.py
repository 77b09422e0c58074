"""Finds whose word a report passes on, by bylines and the words beside a name: text in, outlets out; any language."""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

from overt.base.knowledge import read_knowledge
from overt.extract.voices.names import is_outlet_name, plain_name, read_speaker_words
from overt.types.passage import Passage, PassageKind
from overt.types.report import Report

# A name: capitalised words, initials and acronyms, at most four; quotation marks around it are not part of it.
_WORD = r"[^\W\d_a-zа-яёіїєґа-я](?:[\w&.'’-]*[\w])?"
_NAME = rf"[„“”«»\"']?(?P<name>{_WORD}(?:\s{_WORD}){{0,3}})"
_DATELINE = re.compile(
    rf"^(?P<place>[^\W\d_a-z][^()\n]{{1,60}}?)\s*\((?P<names>{_WORD}[^()\n]{{0,40}})\)\s*(?:[-–—:]|--)\s"
)
_BYLINE_WORDS = 12


def find_cited(report: Report, passages: Sequence[Passage]) -> tuple[str, ...]:
    """Return the outlets and agencies that bylines, datelines and the words beside a name say the report draws on."""
    names: dict[str, str] = {}
    for passage in passages:
        if passage.kind is PassageKind.BOILERPLATE:
            continue
        text = passage.span.quote(report.text)
        for found in (*_datelined(text), *_credited(text), *_named_beside(report.language, text)):
            name = bare_name(found)
            if name and not is_own_name(report.outlet, name):
                names.setdefault(plain_name(name), name)
    return tuple(names.values())


def bare_name(name: str) -> str:
    """Return an outlet's name without what only says that it is an agency: "Norda News Agency" is Norda."""
    bare = name.strip(" \t\n„“”«»\"'’.,;:")
    for end in read_knowledge("citing.yaml")["left_away"]:
        if bare.lower().endswith(f" {end}") and not is_listed(bare):
            return bare[: -len(end)].strip()
    return bare


def is_listed(name: str) -> bool:
    """Say whether a name is that of an outlet known by name."""
    return plain_name(name) in read_speaker_words().outlets


def is_own_name(outlet: str | None, name: str) -> bool:
    """Say whether a name is the publisher's own, also shortened: "the Courier" in the Severn Courier."""
    if outlet is None:
        return False
    whole, said = plain_name(outlet), plain_name(name)
    if said == whole or set(said.split()) < set(whole.split()):
        return True
    host = re.sub(r"^(?:https?://)?(?:www\.)?|\.[a-z]+(?:\.[a-z]{2})?(?:/.*)?$", "", whole)
    return re.sub(r"\W", "", said) == re.sub(r"\W", "", host.removeprefix("the"))


def _datelined(text: str) -> Iterator[str]:
    """Yield the agencies in the brackets behind a place: "RIGA (Norda/Baltic Wire) - "."""
    match = _DATELINE.match(text)
    if match is None:
        return
    for name in re.split(r"\s*[/,;]\s*", match["names"]):
        if name[:1].isupper() and not _is_no_agency(name):
            yield name


def _is_no_agency(name: str) -> bool:
    return any(word in name.lower().split() for word in read_knowledge("citing.yaml")["not_agencies"])


def _credited(text: str) -> Iterator[str]:
    """Yield the outlets of a line of credits: "By Anna Karel, Norda News Agency", "with reporting by Reuters"."""
    line = text.strip("() \n*_")
    if len(line.split()) > _BYLINE_WORDS:
        return
    if _is_agency(line) and not re.search(r"[,;:]|\bby\b", line, re.IGNORECASE):
        yield line
    for pattern in _credits():
        for match in pattern.finditer(line):
            for name in re.split(r"\s*(?:[/,;&|]|\band\b|\bund\b|\bet\b)\s*", line[match.start("name") :]):
                if _is_agency(name):
                    yield name


def _is_agency(name: str) -> bool:
    """Say whether a name that stands alone is an outlet's and not a person's."""
    plain = name.strip(" .").lower()
    if not name[:1].isupper() or len(plain.split()) > 5:
        return False
    ends = read_knowledge("citing.yaml")["agency_ends"]
    return is_outlet_name(name.strip(" .")) or any(plain.endswith(f" {end}") for end in ends)


def _named_beside(language: str, text: str) -> Iterator[str]:
    """Yield the names behind a noun for an outlet in a sentence that says that it tells: "berichtet die Zeitung X"."""
    words = _beside(language)
    if words is None:
        return
    noun, verbs = words
    for match in noun.finditer(text):
        around = text[max(0, match.start() - 60) : match.end() + 60]
        if match["name"][0].isupper() and verbs.search(around) and not _is_kind(match["name"]):
            yield match["name"]


def _is_kind(name: str) -> bool:
    """Say whether what stands behind "agency" is only a kind of speaker, not a name."""
    return name.lower() in read_speaker_words().kind_of and not is_outlet_name(name)


@cache
def _credits() -> tuple[re.Pattern[str], ...]:
    return tuple(
        re.compile("(?i:" + part.replace("NAME", f")(?-i:{_NAME})(?i:") + ")")
        for part in read_knowledge("citing.yaml")["credits"]
    )


@cache
def _beside(language: str) -> tuple[re.Pattern[str], re.Pattern[str]] | None:
    table: dict[str, Any] | None = read_knowledge("citing.yaml")["languages"].get(language)
    if table is None:
        return None
    nouns = "|".join(sorted(table["nouns"], key=len, reverse=True))
    verbs = "|".join(word.replace("*", r"\w*") for word in table["verbs"])
    return re.compile(rf"(?i:\b(?:{nouns}))\s+{_NAME}"), re.compile(rf"\b(?:{verbs})\b", re.IGNORECASE)

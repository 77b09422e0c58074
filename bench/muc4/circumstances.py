"""Fills stage, confidence, date and place of a template: an account of overt's in, values as the keys have them."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from bench.muc4.documents import Document
from bench.muc4.templates import Mention
from overt.base.knowledge import read_yaml
from overt.extract.parse import Parsed
from overt.types.account import Account, Stage

# A plan or an order that the keys tell of was mostly carried out (training documents: 6 of 8).
_STAGES = {Stage.ATTEMPTED: "ATTEMPTED", Stage.FOILED: "ATTEMPTED", Stage.THREATENED: "THREATENED"}
_DAY = re.compile(
    r"\b(\d{1,2}) ([a-z]{3})[a-z]*\.?(?: (?:19)?(\d\d))?\b|\b([a-z]{3})[a-z]* (\d{1,2})(?:, (?:19)?(\d\d))?\b"
)


@dataclass(frozen=True, slots=True)
class Circumstances:
    """Reads the slots of the accounts of one document."""

    document: Document
    parsed: Sequence[Parsed]

    def read(self, account: Account) -> dict[str, str]:
        """Return the slots that are filled of stage, date and location."""
        slots = {"stage": self._stage(account)}
        if date := self._date(account):
            slots["date"] = date
        if chain := self._location(account):
            slots["location"] = ": ".join(chain)
        return slots

    def _stage(self, account: Account) -> str:
        """Return the stage that overt read; an act that every sentence calls an attempt is one."""
        triggers = [claim.span.start for claim in account.claims if claim.field == "type"]
        told = self._sentences(lambda start, end: any(start <= place < end for place in triggers))
        is_tried = bool(told) and all(_tried().search(sentence) for sentence in told)
        return _STAGES.get(account.stage, "ATTEMPTED" if is_tried else "ACCOMPLISHED")

    def confidence(self, body: Mention) -> str:
        """Return how firmly a body is said to have done it: in its sentence, or wherever the text names it."""
        own = self._sentences(lambda start, end: start <= body.start < end)
        name = re.compile(rf"(?<!\w){re.escape(body.text)}(?!\w)")
        all_told = self._sentences(lambda start, end: bool(name.search(self.document.text, start, end)))
        text = {True: " ".join(all_told), False: " ".join(own)}
        return next(value for value, is_wide, pattern in _confidences() if pattern.search(text[is_wide]))

    def _sentences(self, is_wanted: Callable[[int, int], bool]) -> list[str]:
        spans = (item.span_of(sentence) for item in self.parsed for sentence in item.doc.sents)
        return [self.document.text[s.start : s.end] for s in spans if is_wanted(s.start, s.end)]

    def _date(self, account: Account) -> str | None:
        """Return the first day that the account tells with its month; "yesterday" needs the date of the document."""
        for mention in account.times:
            match = _DAY.search(mention.text.lower())
            if match is None:
                continue
            month = str(match[2] or match[4])
            if month not in _lists()["months"]:
                continue
            day, year = int(match[1] or match[5]), match[3] or match[6] or _lists()["years"][month]
            return f"{day:02d} {month.upper()} {year}"
        return None

    def _location(self, account: Account) -> list[str]:
        sites = [place.name.lower() for place in account.places if place.role == "event_site"]
        named = [site for site in sites if site in _countries()]
        text = self.document.text
        triggers = [claim.span.start for claim in account.claims if claim.field == "type"]
        country = next((_countries()[name] for name in named), None) or self._country_near(min(triggers, default=0))
        towns = [site for site in sites if _countries().get(site) != site and site not in _demonyms()]
        town = next((site for site in towns if re.search(rf"\b{re.escape(site)}\b", text)), None)
        return [name.upper() for name in (country, town) if name and (country or town)]

    def _country_near(self, place: int) -> str | None:
        """Return the country that the text speaks of most, what stands near a place counting double."""
        counts: Counter[str] = Counter()
        for match in _country_pattern().finditer(self.document.text):
            counts[_countries()[match[0]]] += 2 if abs(match.start() - place) < _NEAR else 1
        return max(counts, key=lambda name: (counts[name], name)) if counts else None


_NEAR = 400


@cache
def _lists() -> dict[str, Any]:
    lists: dict[str, Any] = read_yaml(Path(__file__).with_name("slots.yaml"), "slots.yaml")
    return lists


@cache
def _tried() -> re.Pattern[str]:
    return re.compile("|".join(_lists()["attempted"]))


@cache
def _confidences() -> tuple[tuple[str, bool, re.Pattern[str]], ...]:
    return tuple(_compiled())


def _compiled() -> Iterator[tuple[str, bool, re.Pattern[str]]]:
    for row in _lists()["confidence"]:
        yield (
            row["value"],
            bool(row.get("wherever_named")),
            re.compile("|".join(f"(?:{pattern})" for pattern in row["any"])),
        )


def _countries() -> dict[str, str]:
    countries: dict[str, str] = _lists()["countries"]
    return countries


@cache
def _demonyms() -> frozenset[str]:
    return frozenset(name for name, country in _countries().items() if name[:4] == country[:4] and name != country)


@cache
def _country_pattern() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(sorted(map(re.escape, _countries()), key=len, reverse=True))})(?!\w)")

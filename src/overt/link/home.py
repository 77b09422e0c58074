"""Where an outlet is at home, by its name and web address: outlet, URL -> `Home`. Evidence for local names, no more."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any
from urllib.parse import urlsplit

from overt.base.knowledge import read_knowledge
from overt.link.atlas import Atlas, load_atlas
from overt.link.gazetteer import Candidate, fold_name
from overt.link.lookup import find_candidates

_LEAST_LETTERS, _LEAST_PART = 4, 2
_KNOWN_TOWN = 3000  # people; an outlet of a smaller place seldom bears its name, and other words look like it
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Home:
    """What an outlet's name and address say: names that can stand for its town, by folded name, and its country."""

    names: Mapping[str, tuple[Candidate, ...]]
    country: str | None = None


NO_HOME = Home(names={})


def find_home(outlet: str | None, url: str | None) -> Home:
    """Return what the outlet's name and the report's address say about where the outlet is at home."""
    host = urlsplit(url).hostname or "" if url else ""
    host = host or (outlet.lower() if outlet and re.fullmatch(r"[\w-]+(\.[\w-]+)+", outlet) else "")
    return _home_of(outlet or "", host)


@lru_cache(maxsize=4096)
def _home_of(outlet: str, host: str) -> Home:
    atlas = load_atlas("en")
    country = _country(host, atlas)
    known = _known(host, atlas)
    if known:
        return Home(names={"": (known,)}, country=known.country)
    spoken = _spoken(outlet) if outlet and outlet.lower() != host else ()
    for stage in (*spoken, *_written(host)):
        if names := _large_enough(stage, country, atlas):
            return Home(names=names, country=country)
    return Home(names={}, country=country)


def _large_enough(keys: tuple[str, ...], country: str | None, atlas: Atlas) -> dict[str, tuple[Candidate, ...]]:
    names = {}
    for key, known in find_candidates(keys, atlas).items():
        towns = tuple(one for one in known if one.kind != "town" or one.population >= _KNOWN_TOWN)
        if towns and (country is None or any(one.country == country for one in towns)):
            names[key] = towns
    return names


def _country(host: str, atlas: Atlas) -> str | None:
    ending = host.rpartition(".")[2]
    if len(ending) != 2 or ending in read_knowledge("outlet_homes.yaml")["worldwide_endings"]:
        return None
    code = "GB" if ending == "uk" else ending.upper()
    return code if any(one.country == code for one in atlas.countries.values()) else None


def _known(host: str, atlas: Atlas) -> Candidate | None:
    """The town, or the country, of an outlet whose name does not say it."""
    parts = host.split(".")
    for start in range(len(parts) - 1):
        if place := _homes().get(".".join(parts[start:])):
            return _placed(*place, atlas)
    return None


@cache
def _homes() -> dict[str, tuple[str, str]]:
    rows: Mapping[str, Mapping[str, Any]] = read_knowledge("outlet_homes.yaml")["homes"]
    return {
        host: (country, place) for country, places in rows.items() for place, hosts in places.items() for host in hosts
    }


def _placed(country: str, place: str, atlas: Atlas) -> Candidate | None:
    town, _, division = place.partition(", ")
    codes = {one.adm1 for one in atlas.regions.get(fold_name(division), ()) if one.country == country}
    fitting = [
        one
        for one in find_candidates((fold_name(town),), atlas).get(fold_name(town), ())
        if one.country == country and (not division or one.adm1 in codes)
    ]
    return min(fitting, key=lambda one: (one.kind != "country", one.kind != "town", -one.population), default=None)


def _spoken(outlet: str) -> Iterator[tuple[str, ...]]:
    """What is left of an outlet's name without its news words: "The Norfolk Daily News" is of Norfolk."""
    yield from _bared([fold_name(word) for word in _WORD.findall(outlet)])


def _bared(words: list[str]) -> Iterator[tuple[str, ...]]:
    """The words less and less of the news words at their ends, as long as there are any."""
    news = _news_words()
    while words:
        if words[-1] not in news and words[0] not in news:
            yield (" ".join(words),)
            return
        words = words[:-1] if words[-1] in news else words[1:]


def _written(host: str) -> Iterator[tuple[str, ...]]:
    """What is left of a web address: "norfolkdailynews.com" is of Norfolk, "kansascity.com" of Kansas City."""
    for label in host.removeprefix("www.").split(".")[:-1]:
        if "-" in label:
            yield from _bared(_WORD.findall(label))
            continue
        for stem in _stems(label):
            yield (stem,)
            parts = [part for part in stem.split("and") if len(part) >= _LEAST_LETTERS]
            if len(parts) > 1:  # "richmondandtwickenhamtimes"
                yield tuple(list(_stems(part))[-1] for part in parts)
            yield tuple(f"{stem[:cut]} {stem[cut:]}" for cut in range(_LEAST_PART, len(stem) - _LEAST_PART + 1))


def _stems(label: str) -> Iterator[str]:
    """A label with fewer and fewer of the news words at its ends, the longest first."""
    words = sorted((word for word in _news_words() if len(word) >= _LEAST_LETTERS or word == "the"), key=len)[::-1]
    while len(label) >= _LEAST_LETTERS and label not in words:
        yield label
        at_end = next((word for word in words if label.endswith(word)), None)
        at_start = next((word for word in words if label.startswith(word)), None)
        if at_end:
            label = label.removesuffix(at_end)
        elif at_start:
            label = label.removeprefix(at_start)
        else:
            return


@cache
def _news_words() -> frozenset[str]:
    return frozenset(fold_name(str(word)) for word in read_knowledge("outlet_homes.yaml")["news_words"])

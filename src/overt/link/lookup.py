"""Names to what they can stand for, inflected forms included: folded names -> `Candidate`s."""

from collections.abc import Iterable
from dataclasses import replace
from functools import cache

from overt.base.knowledge import read_knowledge
from overt.link.atlas import Atlas
from overt.link.gazetteer import Candidate, fold_name, open_gazetteer

_INFLECTED_POPULATION = 15000  # below this a guessed ending finds too many hamlets
_LEAST_STEM = 3  # letters


def find_candidates(keys: Iterable[str], atlas: Atlas) -> dict[str, tuple[Candidate, ...]]:
    """Return for each folded name all that it can stand for; names that nothing has are left out."""
    wanted = set(keys)
    aliases = {key: (*table[key], kind) for table, kind in ((atlas.cities, "town"), (atlas.sites, "site"))
               for key in wanted if key in table}  # fmt: skip
    towns = open_gazetteer().find_towns(wanted | {main for main, _, _ in aliases.values()})
    found = {}
    for key in wanted:
        single = [table[key] for table in (atlas.countries, atlas.areas) if key in table]
        named = [*single, *atlas.regions.get(key, ()), *atlas.districts.get(key, ()), *towns.get(key, ())]
        if key in aliases:
            main, country, kind = aliases[key]
            meant = [town for town in towns.get(main, ())[:1] if town.country == country and town not in named]
            named = [replace(town, kind=kind, is_main=True) for town in meant] + named
        if named := named or [*atlas.bare_districts.get(key, ())]:
            found[key] = tuple(named)
    return found


def find_inflected(keys: Iterable[str], atlas: Atlas, language: str) -> dict[str, tuple[Candidate, ...]]:
    """Return what inflected names can stand for, by exchanging the endings of the language; larger places only."""
    bases = {key: bases for key in keys if (bases := tuple(_base_forms(key, language)))}
    known = find_candidates({base for forms in bases.values() for base in forms}, atlas)
    found = {}
    for key, forms in bases.items():
        meant = [
            c
            for form in forms
            for c in known.get(form, ())
            if c.kind != "town" or c.population >= _INFLECTED_POPULATION
        ]
        if meant:
            found[key] = tuple(dict.fromkeys(meant))
    return found


def base_form(key: str, language: str) -> str:
    """Return the base form of a name that the list of forms has, else the name: "Łodzi" is Łódź, no town of Lodi."""
    return _forms(language).get(key, key)


@cache
def _forms(language: str) -> dict[str, str]:
    rows = read_knowledge("places.yaml")["forms"].get(language, {})
    return {fold_name(form): fold_name(base) for form, base in rows.items()}


@cache
def _endings(language: str) -> tuple[tuple[str, str], ...]:
    rows = read_knowledge("places.yaml")["endings"].get(language, {})
    return tuple((fold_name(ending), fold_name(other)) for ending, others in rows.items() for other in others)


def _base_forms(key: str, language: str) -> list[str]:
    forms = [
        key[: -len(ending)] + other
        for ending, other in _endings(language)
        if key.endswith(ending) and len(key) - len(ending) >= _LEAST_STEM
    ]
    return [form for form in dict.fromkeys(forms) if form != key]

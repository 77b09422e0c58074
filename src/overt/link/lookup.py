"""Names to what they can stand for, inflected forms included: folded names -> `Candidate`s."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache

from overt.base.knowledge import read_knowledge
from overt.link.atlas import Atlas
from overt.link.gazetteer import Candidate, fold_name, is_hamlet, open_gazetteer

_INFLECTED_POPULATION = 15000  # below this a guessed ending finds too many hamlets
_LEAST_STEM = 3  # letters


def find_candidates(keys: Iterable[str], atlas: Atlas) -> dict[str, tuple[Candidate, ...]]:
    """Return for each folded name all that it can stand for; names that nothing has are left out."""
    wanted = set(keys)
    aliases = {key: (*table[key], kind) for table, kind in ((atlas.cities, "town"), (atlas.sites, "site"))
               for key in wanted if key in table}  # fmt: skip
    known = open_gazetteer().find_named(wanted | {main for main, _, _ in aliases.values()})
    found = {}
    for key in wanted:
        well_known = [table[key] for table in (atlas.countries, atlas.areas) if key in table]
        well_known += atlas.regions.get(key, ())
        local = _without_shadows(known.get(key, ()))
        named = _without_doubles([*well_known, *local, *atlas.districts.get(key, ())])
        if key in aliases:
            main, country, kind = aliases[key]
            towns = [town for town in known.get(main, ()) if town.kind == "town"][:1]
            meant = [town for town in towns if town.country == country and town not in named]
            named = [replace(town, kind=kind, is_main=True) for town in meant] + named
        if named:
            found[key] = tuple(named)
    return found


def _without_shadows(named: Sequence[Candidate]) -> list[Candidate]:
    """Leave out a division that only shares the name of a town within it: "Vienna" is the town, not its district.

    Other names count for less: those of a province give way to any town of the name in its country, those of a town to
    a larger one whose own name it is (Milan was a name of Syracuse, New York, too).
    """
    towns = {(one.country, one.adm1) for one in named if one.kind == "town" and one.population}
    countries = {country for country, _ in towns}
    largest = max((one.population for one in named if one.kind == "town" and one.is_main), default=0)

    def is_shadow(one: Candidate) -> bool:
        if one.kind == "town":
            return not one.is_main and one.population < largest
        return (one.country, one.adm1) in towns or (
            one.kind == "province" and not one.is_main and one.country in countries
        )

    return [one for one in named if not is_shadow(one)]


def _without_doubles(named: Sequence[Candidate]) -> list[Candidate]:
    """The first that stands for a division: the atlas names the well-known ones, the gazetteer all with their ids."""
    kept: list[Candidate] = []
    divisions: set[tuple[str, str | None, str | None]] = set()
    for one in named:
        division = ("region" if one.kind == "province" else one.kind, one.country, one.adm1)
        if division in divisions and (one.kind == "province" or (one.kind == "district" and one.id is None)):
            continue
        divisions.add(division)
        kept.append(one)
    return kept


def find_senses(keys: Iterable[str], atlas: Atlas, language: str) -> dict[str, tuple[Candidate, ...]]:
    """Return what names can stand for, as they stand and, where only villages have that name, as inflected forms."""
    wanted = set(keys)
    found = find_candidates(wanted, atlas)
    if language != "en":
        rare = {key for key in wanted if all(is_hamlet(one) for one in found.get(key, ()))}
        for key, inflected in find_inflected(rare, atlas, language).items():
            found[key] = (*inflected, *found.get(key, ()))
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

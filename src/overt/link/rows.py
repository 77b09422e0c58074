"""Links what a row of a spreadsheet tells: its times are read already, its places lie in the country that it names."""

from dataclasses import replace
from functools import lru_cache

from overt.base.edtf import parse_edtf
from overt.link.context import PlaceContext, build_context
from overt.link.gazetteer import Candidate, fold_name
from overt.link.lookup import find_senses
from overt.link.places import resolve_places
from overt.types.account import Account, Reading
from overt.types.linked import EventTime, LinkedAccount, LinkedReading, Place
from overt.types.report import SheetRow


def link_row(reading: Reading, row: SheetRow) -> LinkedReading:
    """Return the reading of a row with its places on the gazetteer and its times on the calendar."""
    text = "\n".join(f"{one.value}." for one in row.values if one.field in ("place", "country"))
    context = _context(text, reading.report.language if reading.report.language != "und" else "en")
    country = next((_country(one.value, context) for one in row.values if one.field == "country"), None)
    return LinkedReading(
        report=reading.report,
        accounts=tuple(_link(account, context, country) for account in reading.accounts),
        statistics=(),
        entities=reading.entities,
        cites=(),
    )


@lru_cache(maxsize=2048)
def _context(text: str, language: str) -> PlaceContext:
    """Return the context of a place and its country: a sheet names the same few again and again."""
    return build_context(text, language)


def _link(account: Account, context: PlaceContext, country: str | None) -> LinkedAccount:
    times = tuple(
        EventTime(interval=parse_edtf(one.text), basis="stated", claim_id=one.claim_id) for one in account.times
    )
    places = resolve_places(account.places, context)
    if country is not None:
        places = tuple(_within(place, country, context) for place in places)
    return LinkedAccount(account=account, time=times[0] if times else None, times=times, places=places)


def _country(words: str, context: PlaceContext) -> str | None:
    """Return the code of a country by its name in any language that the gazetteer has, or by its code."""
    known = context.atlas.countries.get(fold_name(words))
    codes = {one.country for one in context.atlas.countries.values()}
    return known.country if known is not None else words.upper() if words.upper() in codes else None


def _within(place: Place, country: str, context: PlaceContext) -> Place:
    """Return the place in the country that the row names; of a name that has none there only the country is known."""
    if place.country == country:
        return place
    key = fold_name(place.name_as_written)
    senses = find_senses((key,), context.atlas, context.language).get(key, ())
    best = max((one for one in senses if one.country == country), key=lambda one: one.population, default=None)
    if best is None:
        bare = replace(place, country=country, adm1=None, lat=None, lon=None, gazetteer_id=None, alternatives=())
        return replace(bare, name=place.name_as_written, precision="G5" if place.precision == "G5" else "G7")
    return _place_of(place, best)


def _place_of(place: Place, one: Candidate) -> Place:
    precision = {"town": "G2", "site": "G3"}.get(one.kind, "G4")
    return replace(
        place, name=one.name, country=one.country, adm1=None, lat=one.lat, lon=one.lon, gazetteer_id=one.id,
        precision=precision, alternatives=(),
    )  # fmt: skip

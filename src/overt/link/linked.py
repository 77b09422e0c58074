"""Links what a report tells to the world: `Reading` -> `LinkedReading`, with places and times resolved."""

from collections.abc import Sequence
from dataclasses import replace

from overt.link.atlas import Atlas
from overt.link.context import PlaceContext, build_context
from overt.link.gazetteer import fold_name
from overt.link.home import find_home
from overt.link.places import resolve_places
from overt.link.published import infer_published
from overt.link.rows import link_row
from overt.link.times import Clock, bound_by_others, bound_by_publication, choose_time, read_clock, resolve_mentions
from overt.types.account import Account, EntityKind, Reading, Role
from overt.types.claim import Claim
from overt.types.linked import LinkedAccount, LinkedReading, Place

_SITES = ("event_site", "court")
_KNOWN_TOWN = 50_000  # people


def link_claims(reading: Reading) -> LinkedReading:
    """Return the reading with places and times resolved, each account with its likeliest time.

    Where nothing states when the report was published, `report.published` is inferred from what it says of other times.
    An account without a time of its own gets no day: the day of publication is not the day of the event. What is told
    as done only gets the window that publication ends.
    """
    if reading.report.row is not None:
        return link_row(reading, reading.report.row)
    report = infer_published(reading.report)
    clock = read_clock(report)
    language = report.language if report.language != "und" else "en"
    context = build_context(report.text, language, find_home(report.outlet, report.url))
    accounts = tuple(_link_account(account, clock, context) for account in reading.accounts)
    accounts = tuple(
        _with_country(bound_by_others(account, accounts), accounts, reading, context.atlas) for account in accounts
    )
    return LinkedReading(
        report=replace(reading.report, published=report.published),
        accounts=accounts,
        statistics=reading.statistics,
        entities=reading.entities,
        cites=reading.cites,
    )


def _link_account(account: Account, clock: Clock, context: PlaceContext) -> LinkedAccount:
    places = _known_places(account, resolve_places(account.places, context), context)
    times = resolve_mentions(account, clock, places)
    return LinkedAccount(
        account=account,
        time=choose_time(account, times) or bound_by_publication(account, clock),
        times=tuple(time for _, time in times),
        places=places,
    )


def _with_country(one: LinkedAccount, others: Sequence[LinkedAccount], reading: Reading, atlas: Atlas) -> LinkedAccount:
    """Return the account with a country where its own sites lie in none: the acting body's or the nearest site's.

    It is inferred: precision G5, under the claim of the account's type.
    """
    claim = next((claim for claim in one.account.claims if claim.field == "type"), None)
    if claim is None or any(place.role in _SITES and place.country for place in one.places):
        return one
    code = _of_authority(one.account, reading) or _of_neighbours(claim, others)
    country = next((found for found in atlas.countries.values() if found.country == code), None) if code else None
    if country is None:
        return one
    place = Place(
        name=country.name, name_as_written=country.name, role="event_site", country=country.country, adm1=None,
        lat=None, lon=None, gazetteer_id=country.id, precision="G5", claim_id=claim.id,
    )  # fmt: skip
    return replace(one, places=(*one.places, place))


def _of_authority(account: Account, reading: Reading) -> str | None:
    """Return the country of the court, police or state whose step the account tells."""
    countries = {entity.key: entity.country for entity in reading.entities}
    if not account.type.startswith("response."):
        return None
    # Any other body may have its seat in another country than where it acts.
    public = {EntityKind.STATE, EntityKind.SERVICE}
    acting = [one for one in account.participants if one.role in {Role.AUTHORITY, Role.COURT} and one.kind in public]
    return next((code for one in acting if (code := countries.get(one.entity_key or ""))), None)


def _of_neighbours(claim: Claim, others: Sequence[LinkedAccount]) -> str | None:
    """Return the country of the site that is told nearest to a trigger in its report."""
    sites = [
        (abs(mention.span.start - claim.span.start), place.country)
        for other in others
        for mention in other.account.places
        for place in other.places
        if place.role == "event_site" and place.country and mention.claim_id == place.claim_id
    ]
    return min(sites)[1] if sites else None


def _known_places(account: Account, places: tuple[Place, ...], context: PlaceContext) -> tuple[Place, ...]:
    """Drop what was only guessed to be a place: what is unknown, or a small town in a country nothing else names."""
    guessed = {mention.claim_id for mention in account.places if mention.is_guess}
    return tuple(place for place in places if place.claim_id not in guessed or _is_likely(place, context))


def _is_likely(place: Place, context: PlaceContext) -> bool:
    key = fold_name(place.name_as_written)
    named = {one.country for other, one in context.senses.items() if other != key} | set(context.demonym_votes)
    senses = context.senses.get(key)
    is_large = senses is None or senses.kind != "town" or senses.population >= _KNOWN_TOWN
    return place.country is not None and (is_large or place.country in named)

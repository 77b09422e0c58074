"""Links what a report tells to the world: `Reading` -> `LinkedReading`, with places and times resolved."""

from dataclasses import replace

from overt.link.context import PlaceContext, build_context
from overt.link.places import resolve_places
from overt.link.published import infer_published
from overt.link.times import Clock, bound_by_others, bound_by_publication, choose_time, read_clock, resolve_mentions
from overt.types.account import Account, Reading
from overt.types.linked import LinkedAccount, LinkedReading, Place


def link_claims(reading: Reading) -> LinkedReading:
    """Return the reading with places and times resolved, each account with its likeliest time.

    Where nothing states when the report was published, `report.published` is inferred from what it says of other times.
    An account without a time of its own gets no day: the day of publication is not the day of the event. What is told
    as done only gets the window that publication ends.
    """
    report = infer_published(reading.report)
    clock = read_clock(report)
    context = build_context(report.text, report.language if report.language != "und" else "en")
    accounts = tuple(_link_account(account, clock, context) for account in reading.accounts)
    accounts = tuple(bound_by_others(account, accounts) for account in accounts)
    return LinkedReading(
        report=replace(reading.report, published=report.published),
        accounts=accounts,
        statistics=reading.statistics,
        entities=reading.entities,
        cites=reading.cites,
    )


def _link_account(account: Account, clock: Clock, context: PlaceContext) -> LinkedAccount:
    times = resolve_mentions(account, clock)
    return LinkedAccount(
        account=account,
        time=choose_time(account, times) or bound_by_publication(account, clock),
        times=tuple(time for _, time in times),
        places=_known_places(account, resolve_places(account.places, context)),
    )


def _known_places(account: Account, places: tuple[Place, ...]) -> tuple[Place, ...]:
    """Drop what was only guessed to be a place and the gazetteer does not know."""
    guessed = {mention.claim_id for mention in account.places if mention.is_guess}
    return tuple(place for place in places if place.claim_id not in guessed or place.country is not None)

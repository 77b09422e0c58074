"""Brings what people decided into a renewal: a docket -> readings as settled, accounts bound, incidents replayed."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

from overt.reconcile.decided.binding import Binding, bind_accounts
from overt.reconcile.decided.entities import call_entities, identities_of
from overt.reconcile.decided.kept import keep_accounts
from overt.reconcile.decided.marks import find_account
from overt.reconcile.decided.replay import Meant, entities_meant, marks_people, meets_incidents, replay_decisions
from overt.reconcile.decided.sources import said_of_sources
from overt.reconcile.decided.strikes import strike_claims
from overt.reconcile.growing.desk import Desk
from overt.reconcile.incidents import Gathered
from overt.types.decision import Decision, Docket, Mark, SubjectKind
from overt.types.incident import Incident
from overt.types.kept import CardKind
from overt.types.linked import LinkedReading

_Fetch = Callable[[Collection[str]], Mapping[str, LinkedReading]]


class Deciding:
    """The decisions of a ledger during one renewal."""

    def __init__(self, docket: Docket) -> None:
        self.docket = docket
        self.standing = docket.standing()
        self.said = said_of_sources(self.standing)
        self._identities = identities_of(self.standing)
        self._reports = {mark.report_id for mark in _marks(docket.decisions)}

    def settle(self, reading: LinkedReading) -> LinkedReading:
        """Return a reading as people settled it: kept accounts in, struck claims out, entities called as decided."""
        if reading.report.id in self._reports:
            reading = strike_claims(keep_accounts(reading, self.standing, self.docket.kept), self.standing)
        return call_entities(reading, self._identities) if self.standing else reading

    def is_about(self, report_id: str) -> bool:
        """Say whether any decision, also one that holds no more, marks something in a report."""
        return report_id in self._reports

    def bind(self, desk: Desk, fetch: _Fetch) -> "Bound":
        """Find today's accounts of all decisions. To be asked once the accounts that came are on the desk."""
        return Bound(self.standing, _DeskFinder(desk, fetch, _marks(self.standing)))


class Bound:
    """What decisions bind among today's accounts."""

    def __init__(self, standing: Sequence[Decision], finder: "_DeskFinder") -> None:
        self.binding: Binding = bind_accounts(standing, finder)
        self._people = [one for one in standing if marks_people(one)]
        self._about = {one.number: one for one in standing if meets_incidents(one)}
        self._subjects = {
            number: [(subject, finder.accounts(subject.marks)) for subject in one.draft.subjects]
            for number, one in self._about.items()
        }
        self._of_account: dict[str, list[int]] = {}
        for number, subjects in self._subjects.items():
            for key in frozenset().union(*(keys for _, keys in subjects)):
                self._of_account.setdefault(key, []).append(number)

    def replay(self, desk: Desk, incident: Incident, gathered: Gathered) -> Incident:
        """Return an incident as people settled it."""
        numbers = sorted({n for key in incident.account_ids for n in self._of_account.get(key, ())})
        about = [self._meant(desk, number) for number in numbers]
        told = [gathered.accounts[key] for key in incident.account_ids]
        named = {
            (report_id, mention.span.start, mention.span.end): gathered.heads[report_id, entity.key].id
            for report_id in ({linked.account.report_id for linked in told} if self._people else ())
            for entity in gathered.readings[report_id].entities
            for mention in entity.mentions
        }
        people = [(one, entities_meant(one, named)) for one in self._people]
        return replay_decisions(incident, told, about, people)

    def _meant(self, desk: Desk, number: int) -> Meant:
        homes = []
        for subject, keys in self._subjects[number]:
            seats = desk.seats_at(keys).values()
            homes.append((subject, frozenset(seat.incident_id for seat in seats if seat.incident_id)))
        return Meant(decision=self._about[number], homes=tuple(homes))


class _DeskFinder:
    """Looks marks up among the accounts on the desk; only what is not found by its id is looked for in its report."""

    def __init__(self, desk: Desk, fetch: _Fetch, marks: Sequence[Mark]) -> None:
        cards = desk.get(CardKind.READ, {mark.id for mark in marks if mark.id})
        self._found = {mark: mark.id for mark in marks if mark.id in cards}
        rest = [mark for mark in marks if mark.id and mark.id not in cards]
        told = fetch(desk.get(CardKind.REPORT, {mark.report_id for mark in rest}).keys()) if rest else {}
        near = {mark: find_account(mark, told[mark.report_id].accounts) for mark in rest if mark.report_id in told}
        cards |= desk.get(CardKind.READ, {key for key in near.values() if key})  # an exact copy tells nothing itself
        self._found |= {mark: key for mark, key in near.items() if key in cards}
        self._kept = {key for key, fact in cards.items() if fact.is_kept}

    def accounts(self, marks: Iterable[Mark]) -> frozenset[str]:
        """Return the ids of the accounts that the marks mean."""
        return frozenset(self._found[mark] for mark in marks if mark in self._found)

    def is_kept(self, account_id: str) -> bool:
        """Say whether only a decision keeps an account."""
        return account_id in self._kept


def _marks(decisions: Iterable[Decision]) -> list[Mark]:
    subjects = [subject for decision in decisions for subject in decision.draft.subjects]
    return [mark for subject in subjects if subject.kind is not SubjectKind.OUTLET for mark in subject.marks]

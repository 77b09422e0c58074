"""The desk of one renewal: what the memory holds with the changes made so far on top, and the changes to write back."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from overt.reconcile.growing.memory import Memory
from overt.types.kept import CardKind, Kept, Row, Seat, Tie, TieKind

_TieKey = tuple[TieKind, str, str]


class Desk:
    """Reads through to the memory once for each thing; nothing is written before all is worked out."""

    def __init__(self, memory: Memory) -> None:
        self.memory = memory
        self.cards: dict[tuple[CardKind, str], Any] = {}  # what changed; None: gone
        self.seats: dict[str, Seat] = {}  # what changed
        self.rows_in: dict[str, set[Row]] = defaultdict(set)
        self.rows_out: dict[str, set[Row]] = defaultdict(set)
        self._old_cards: dict[tuple[CardKind, str], Any] = {}
        self._old_seats: dict[str, Seat | None] = {}
        self._ties: dict[str, dict[_TieKey, Tie]] = {}  # of each end that was looked at, as they are now
        self._old_ties: dict[_TieKey, Tie] = {}

    # cards

    def get(self, kind: CardKind, ids: Iterable[str]) -> dict[str, Any]:
        """Return the cards that there are."""
        wanted = set(ids)
        missing = {i for i in wanted if (kind, i) not in self.cards and (kind, i) not in self._old_cards}
        if missing:
            found = self.memory.cards(kind, missing)
            self._old_cards.update({(kind, i): found.get(i) for i in missing})
        rows = {i: self.cards[kind, i] if (kind, i) in self.cards else self._old_cards[kind, i] for i in sorted(wanted)}
        return {i: card for i, card in rows.items() if card}

    def put(self, kind: CardKind, key: str, card: Any) -> None:
        """Put a card in the place of the former one; None takes it away."""
        self.cards[kind, key] = card

    # keys

    def stand(self, key: str, row: Row) -> None:
        """Put something under a key. What left it before counts as new: it is compared again with its neighbours."""
        self.rows_in[key].add(row)

    def leave(self, key: str, row: Row) -> None:
        """Take something from under a key."""
        if row in self.rows_in[key]:
            self.rows_in[key].discard(row)
        else:
            self.rows_out[key].add(row)

    def moved(self, kinds: tuple[str, ...]) -> list[str]:
        """Return the keys of these kinds ("name ") under which something changed."""
        changed = {key for rows in (self.rows_in, self.rows_out) for key, found in rows.items() if found}
        return sorted(key for key in changed if key.startswith(kinds))

    def members(self, keys: Collection[str]) -> dict[str, set[str]]:
        """Return the ids of all that stands under each key now."""
        found = self.memory.members(keys)
        return {key: {i for _, i in (set(found.get(key, ())) - self.rows_out[key]) | self.rows_in[key]} for key in keys}

    def count(self, keys: Iterable[str]) -> tuple[dict[str, int], dict[str, int]]:
        """Return how many stood under each key before, and how many do now."""
        wanted = set(keys)
        before = self.memory.counts(wanted)
        old = {key: before.get(key, 0) for key in wanted}
        now = {key: old[key] - len(self.rows_out.get(key, ())) + len(self.rows_in.get(key, ())) for key in wanted}
        return old, now

    def distance(self, key: str, a: Row, b: Row) -> int:
        """Return how many places two rows under a key are apart now."""
        start, end = sorted((a, b))
        inside = self.memory.between(key, start[0], end[0])
        inside -= sum(start < row < end for row in self.rows_out.get(key, ()))
        return inside + sum(start < row < end for row in self.rows_in.get(key, ())) + 1

    # ties

    def ties(self, ids: Iterable[str], kinds: Collection[TieKind]) -> list[Tie]:
        """Return the ties of these kinds at any of the ids, in order."""
        wanted = list(dict.fromkeys(ids))
        self._fetch_ties(wanted)
        found = {key: tie for i in wanted for key, tie in self._ties[i].items() if tie.kind in kinds}
        return [found[key] for key in sorted(found)]

    def ties_between(self, a: str, b: str, kinds: Sequence[TieKind]) -> list[Tie]:
        """Return the ties of these kinds between two ends, in the order of the kinds."""
        self._fetch_ties((a, b))
        mine = self._ties[a]
        keys = [(kind, *ends) for kind in kinds for ends in ((a, b), (b, a))]
        return [mine[key] for key in keys if key in mine]

    def _fetch_ties(self, ids: Iterable[str]) -> None:
        missing = {i for i in ids if i not in self._ties}
        if not missing:
            return
        looked_at = set(self._ties)
        self._ties.update({i: {} for i in missing})
        for tie in self.memory.ties(missing):
            key = (tie.kind, tie.a, tie.b)
            self._old_ties.setdefault(key, tie)
            other = next((end for end in (tie.a, tie.b) if end in looked_at), None)
            now = self._ties[other].get(key) if other is not None else tie  # it may be gone or another by now
            if now is not None:
                for end in {tie.a, tie.b} & missing:
                    self._ties[end][key] = now

    def tie(self, tie: Tie) -> None:
        """Tie two ends; the same tie with other reasons takes the place of the former."""
        self._fetch_ties((tie.a, tie.b))
        for end in (tie.a, tie.b):
            self._ties[end][tie.kind, tie.a, tie.b] = tie

    def untie(self, tie: Tie) -> None:
        """Take a tie away."""
        self._fetch_ties((tie.a, tie.b))
        for end in (tie.a, tie.b):
            self._ties[end].pop((tie.kind, tie.a, tie.b), None)

    # seats

    def seats_at(self, account_ids: Iterable[str]) -> dict[str, Seat]:
        """Return the seats of accounts as they are now."""
        wanted = set(account_ids)
        missing = {i for i in wanted if i not in self.seats and i not in self._old_seats}
        if missing:
            found = self.memory.seats(missing)
            self._old_seats.update({i: found.get(i) for i in missing})
        rows = {i: self.seats.get(i) or self._old_seats.get(i) for i in sorted(wanted)}
        return {i: seat for i, seat in rows.items() if seat}

    def seats_of(self, report_ids: Iterable[str]) -> list[Seat]:
        """Return all seats that the accounts of these reports ever had, as they are now."""
        found = self.memory.seats_of(list(report_ids))
        self._old_seats.update({seat.account_id: seat for seat in found})
        return [self.seats.get(seat.account_id, seat) for seat in found]

    def former_seat(self, account_id: str) -> Seat | None:
        """Return the seat that an account had before; it must have been asked for."""
        return self._old_seats.get(account_id)

    def kept(self) -> Kept:
        """Return what changed of what the memory keeps."""
        ties = {key: tie for of in self._ties.values() for key, tie in of.items()}
        back = {key: rows & self.rows_out[key] for key, rows in self.rows_in.items() if key in self.rows_out}
        return Kept(
            cards={key: card for key, card in self.cards.items() if card != self._old_cards.get(key)},
            rows_in={key: frozenset(rows - back.get(key, set())) for key, rows in self.rows_in.items()},
            rows_out={key: frozenset(rows - back.get(key, set())) for key, rows in self.rows_out.items()},
            ties=tuple(tie for key, tie in sorted(ties.items()) if self._old_ties.get(key) != tie),
            gone_ties=tuple(tie for key, tie in sorted(self._old_ties.items()) if key not in ties),
            seats=tuple(seat for key, seat in sorted(self.seats.items()) if self._old_seats.get(key) != seat),
        )


def changed_pairs(desk: Desk, reach: Mapping[str, int]) -> tuple[set[tuple[str, str]], set[tuple[str, str]]]:
    """Return the pairs that came to stand within reach of each other under a key, and those that no longer do.

    Neighbours in order are compared, so that a frequent key costs its length and not its square. Whoever comes between
    two may part them: such a pair is returned as lost although both are still there.
    """
    wanted = {key: sorted({o for o, _ in desk.rows_in[key] | desk.rows_out[key]}) for key in reach}
    spare = {key: far + len(desk.rows_out[key]) for key, far in reach.items()}
    stretches = desk.memory.near(wanted, spare)
    gained: set[tuple[str, str]] = set()
    lost: set[tuple[str, str]] = set()
    for key in reach:
        for old, new in _before_and_after(desk, key, stretches.get(key) or [[]]):
            fresh = [at for at, row in enumerate(new) if row in desk.rows_in[key]]
            for at in fresh:
                around = new[max(0, at - reach[key]) : at + reach[key] + 1]
                gained.update(_pair(new[at], other) for other in around if other != new[at])
            if max(len(old), len(new)) > reach[key] + 1:
                _part(old, new, set(fresh), reach[key], (gained, lost))
    return gained, lost


def _before_and_after(desk: Desk, key: str, stretches: Sequence[list[Row]]) -> Iterable[tuple[list[Row], list[Row]]]:
    """Put what came into the stretch in which it stands: the memory gave each room enough on both sides."""
    found = sorted(stretches)
    starts = [stretch[0] for stretch in found if stretch]
    came: dict[int, list[Row]] = defaultdict(list)
    for row in desk.rows_in[key]:
        came[max(0, bisect_right(starts, row) - 1)].append(row)
    for at, old in enumerate(found):
        yield old, sorted([*(row for row in old if row not in desk.rows_out[key]), *came[at]])


_Pairs = set[tuple[str, str]]


def _part(old: list[Row], new: list[Row], fresh: set[int], reach: int, found: tuple[_Pairs, _Pairs]) -> None:
    """Find those that stayed and of which more or fewer now stand between them."""
    was = {row: at for at, row in enumerate(old)}
    stayed = [(row, was[row], at) for at, row in enumerate(new) if at not in fresh and row in was]
    places_was, places_now = [row[1] for row in stayed], [row[2] for row in stayed]
    for row, place_was, place_now in stayed:
        far_was, far_now = bisect_right(places_was, place_was + reach), bisect_right(places_now, place_now + reach)
        found[0].update(_pair(row, other) for other, _, _ in stayed[far_was:far_now])
        found[1].update(_pair(row, other) for other, _, _ in stayed[far_now:far_was])


def _pair(a: Row, b: Row) -> tuple[str, str]:
    return (min(a[1], b[1]), max(a[1], b[1]))

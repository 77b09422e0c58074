"""Who and what hangs together: Seen -> incidents, bodies, public figures and places with the reason for each edge.

Private people are not in it at all: a network of them would be a file on them.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from overt.views.pictures import LeftOut
from overt.views.seen import BODIES, Seen, country_name
from overt.words.codes import say_code
from overt.words.values import ROLES

MOST_NODES = 80  # what a person can read


@dataclass(frozen=True, slots=True)
class Node:
    """An incident, a body, a public figure or a place."""

    key: str
    kind: str  # incident | body | person | place
    name: str
    incident_ids: tuple[str, ...]  # all that it is tied to, drawn or not


@dataclass(frozen=True, slots=True)
class Tie:
    """An edge: an incident and something else, as what, and the words that say so."""

    incident_id: str
    key: str
    as_what: str
    is_accusation: bool
    quotes: tuple[str, ...]
    claim_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Network:
    """What is drawn, and what is not."""

    nodes: tuple[Node, ...]
    ties: tuple[Tie, ...]
    left_out: tuple[LeftOut, ...]


_ACCUSED = frozenset({"PER", "DIR", "HND", "PRX"})


def tie_incidents(seen: Sequence[Seen]) -> Network:
    """Return the network: what ties most incidents first, until it is as much as can be read."""
    ties = [tie for one in seen for tie in _ties(one)]
    nodes = _others(seen, ties)
    tied = {tie.incident_id for tie in ties}
    chosen_incidents, chosen_keys = _chosen(nodes)
    incidents = [Node(one.id, "incident", one.label, (one.id,)) for one in seen if one.id in chosen_incidents]
    alone = tuple(one.id for one in seen if one.id not in tied)
    over = tuple(one.id for one in seen if one.id in tied and one.id not in chosen_incidents)
    left_out = (
        LeftOut(reason="Tied to nobody who may be named, and to no place", incident_ids=alone),
        LeftOut(reason="More than can be read at once: filter", incident_ids=over),
    )
    return Network(
        nodes=(*incidents, *(node for node in nodes if node.key in chosen_keys)),
        ties=tuple(tie for tie in ties if tie.incident_id in chosen_incidents and tie.key in chosen_keys),
        left_out=tuple(one for one in left_out if one.incident_ids),
    )


def _ties(one: Seen) -> Iterator[Tie]:
    found: dict[str, list[tuple[str, bool, tuple[str, ...], tuple[str, ...]]]] = {}
    for party in one.parties:
        is_accusation = party.role in _ACCUSED or party.role.startswith("said to be behind")
        said = ROLES.get(party.role, party.role)
        found.setdefault(party.key, []).append((said, is_accusation, party.quotes, party.claim_ids))
    for key, reasons in found.items():
        yield Tie(
            one.id,
            key,
            "; ".join(dict.fromkeys(said for said, *_ in reasons)),
            any(is_accusation for _, is_accusation, *_ in reasons),
            tuple(dict.fromkeys(quote for *_, quotes, _ in reasons for quote in quotes)),
            tuple(dict.fromkeys(claim for *_, claims in reasons for claim in claims)),
        )
    if one.place and one.place.precision not in {"G6", "G7"}:
        yield Tie(one.id, _place_key(one), "where it happened", False, (), ())


def _place_key(one: Seen) -> str:
    place = one.place
    return f"place:{place.name}:{place.country or ''}" if place else ""


def _others(seen: Sequence[Seen], ties: Iterable[Tie]) -> list[Node]:
    """Return bodies, public figures and places, what ties most incidents first."""
    names: dict[str, tuple[str, str]] = {}
    for one in seen:
        for party in one.parties:
            kind = "body" if party.kind in BODIES else "person"
            names.setdefault(party.key, (kind, party.name))
        if one.place:
            country = (
                f", {country_name(one.place.country)}" if one.place.country and one.place.precision != "G5" else ""
            )
            names.setdefault(_place_key(one), ("place", f"{one.place.name}{country}"))
    members: dict[str, list[str]] = {}
    for tie in ties:
        members.setdefault(tie.key, []).append(tie.incident_id)
    nodes = [Node(key, *names[key], tuple(dict.fromkeys(ids))) for key, ids in members.items()]
    return sorted(nodes, key=_rank)


def _rank(node: Node) -> tuple[bool, bool, int, str, str]:
    """Put first what ties several incidents, bodies and people before places."""
    count = len(node.incident_ids)
    return count < 2, node.kind == "place", -count, node.name, node.key


def _chosen(nodes: Sequence[Node]) -> tuple[set[str], set[str]]:
    """Return incidents and others to draw. Others that tie several come first, each with its incidents."""
    incidents: set[str] = set()
    keys: set[str] = set()
    for node in nodes:
        room = MOST_NODES - len(incidents) - len(keys) - 1
        new = [one for one in node.incident_ids if one not in incidents]
        if room <= 0 or (new and room < min(len(new), 2)):
            continue
        keys.add(node.key)
        incidents.update(new[:room])
    for node in nodes:  # what ties several that are drawn anyway
        if len(incidents) + len(keys) < MOST_NODES and len(incidents.intersection(node.incident_ids)) > 1:
            keys.add(node.key)
    return incidents, keys


def say_tie(tie: Tie, incident: str, name: str, most_words: int = 25) -> str:
    """Say why an edge is there: as what, and the first quote, shortened."""
    said = f"{incident} - {name}: {say_code(tie.as_what)}"
    if not tie.quotes:
        return said
    words = tie.quotes[0].split()
    quote = " ".join(words[:most_words]) + (" ..." if len(words) > most_words else "")
    more = f" and {len(tie.quotes) - 1} more" if len(tie.quotes) > 1 else ""
    return f"{said}. \u00ab{quote}\u00bb{more}"

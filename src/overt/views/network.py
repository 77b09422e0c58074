"""Draws the network: incidents, bodies, people in public role and places, and on each edge why it is there."""

from collections.abc import Iterator, Mapping, Sequence

from overt.views.frame import HEAD, MARGIN, WIDTH, Box, Framed, frame, legend, listing, subtitle
from overt.views.labels import Room
from overt.views.layout import Placing, place_nodes
from overt.views.pictures import Asked, Beside, Cell, Picture, Rows
from overt.views.seen import Seen
from overt.views.style import FAMILIES
from overt.views.svg import element, fitted, mark, text, width_of
from overt.views.ties import MOST_NODES, Network, Node, Tie, say_tie, tie_incidents
from overt.words.codes import say_count

_TOP = HEAD + 26
_NAME = 170.0  # pixels of a name


def draw_network(seen: Sequence[Seen], asked: Asked, _: Beside | None = None) -> Picture:
    """Return the network of the incidents."""
    network = tie_incidents(seen)
    names = {one.id: one.label for one in seen}
    edges = [(tie.incident_id, tie.key) for tie in network.ties]
    placed, height = place_nodes([node.key for node in network.nodes], edges, WIDTH - 2 * MARGIN)
    placed = {key: (x + MARGIN, y + _TOP) for key, (x, y) in placed.items()}
    apart, used = listing(network.left_out, names, asked, Box(MARGIN, _TOP + height + 44, WIDTH - 2 * MARGIN, 130))
    heads = [text("Not drawn", MARGIN, _TOP + height + 24, "ov-faint")] if apart else []
    empty = [] if network.nodes else [text("Nothing to draw.", MARGIN, _TOP + 24, "ov-faint")]
    title = asked.title or "What hangs together"
    notes = _notes(sum(one.hidden for one in seen))
    description = _description(network, len(seen))
    by_id = {one.id: one for one in seen}
    body = [
        *legend(_legend(), x=MARGIN, y=HEAD + 4),
        *_edges(network, placed, asked),
        *_nodes(network, placed, asked, by_id),
        *empty,
        *heads,
        *apart,
    ]
    framed = Framed(
        view="network",
        title=title,
        subtitle=subtitle(asked, len(seen)),
        description=description,
        body=body,
        height=max(height, 40.0) + 26 + (used + 44 if apart else 0),
        notes=notes,
    )
    return Picture(
        view="network",
        title=title,
        description=description,
        svg=frame(framed, asked),
        rows=_rows(network, names),
        drawn=tuple(node.key for node in network.nodes if node.kind == "incident"),
        left_out=network.left_out,
        notes=notes,
    )


def _edges(network: Network, placed: Placing, asked: Asked) -> Iterator[str]:
    names = {node.key: node.name for node in network.nodes}
    for tie in network.ties:
        (x_1, y_1), (x_2, y_2) = placed[tie.incident_id], placed[tie.key]
        line = f"M{x_1:.1f} {y_1:.1f}L{x_2:.1f} {y_2:.1f}"
        parts = [
            element("path", {"class_": f"ov-edge-line {_edge_class(tie)}", "d": line}),
            element("path", {"class_": "ov-hit", "d": line}),
        ]
        told = say_tie(tie, names[tie.incident_id], names[tie.key])
        yield mark(parts, told=told, link=asked.link((tie.incident_id,)))


def _edge_class(tie: Tie) -> str:
    if tie.is_accusation:
        return "ov-edge-said"
    return "ov-edge-place" if tie.key.startswith("place:") else "ov-edge-role"


def _nodes(network: Network, placed: Placing, asked: Asked, by_id: Mapping[str, Seen]) -> Iterator[str]:
    """Draw the others first, with their names, then incidents; a name that has no room is told to the pointer only."""
    room = Room(WIDTH, max((y for _, y in placed.values()), default=0.0) + 60)
    for at in placed.values():
        room.take_circle(at, 6)
    drawn: dict[str, set[str]] = {}
    for tie in network.ties:
        drawn.setdefault(tie.key, set()).add(tie.incident_id)
    incidents = [node for node in network.nodes if node.kind == "incident"]
    for node in (*(node for node in network.nodes if node.kind != "incident"), *incidents):
        at = placed[node.key]
        some = len(drawn.get(node.key, ()))
        is_cut = node.kind != "incident" and some < len(node.incident_ids)
        name = fitted(node.name, _NAME, 11) + (f" ({some} of {len(node.incident_ids)})" if is_cut else "")
        told = node.name if node.kind == "incident" else f"{node.name}: {say_count(len(node.incident_ids), 'incident')}"
        parts = [_shape(node, at, by_id)]
        if node.kind == "incident":
            parts.append(_label(name, at, room, "ov-small"))
        else:
            parts.append(_label(name, at, room, "ov-name") or text(name, at[0] + 9, at[1] + 4, "ov-halo ov-name"))
        yield mark(parts, told=told, link=asked.link(node.incident_ids))


def _shape(node: Node, at: tuple[float, float], by_id: Mapping[str, Seen]) -> str:
    x, y = at
    if node.kind == "incident":
        family = by_id[node.key].family
        class_ = f"ov-shape ov-{family if family in FAMILIES else 'response'}"
        return element("circle", {"class_": class_, "cx": x, "cy": y, "r": 5})
    if node.kind == "place":
        return element("circle", {"class_": "ov-shape ov-node-place", "cx": x, "cy": y, "r": 5})
    if node.kind == "person":
        return element("path", {"class_": "ov-shape ov-node-person", "d": f"M{x:.1f} {y - 7:.1f}l7 7l-7 7l-7 -7z"})
    return element("rect", {"class_": "ov-shape ov-node-body", "x": x - 6, "y": y - 6, "width": 12, "height": 12})


def _label(name: str, at: tuple[float, float], room: Room, class_: str) -> str:
    """Return the name right of a node, left of it, beneath or above it; "" where there is no room."""
    (x, y), width = at, width_of(name, 11)
    for left, base, side in (
        (x + 9, y + 4, ""),
        (x - 9 - width, y + 4, " ov-end"),
        (x - width / 2, y + 19, " ov-middle"),
        (x - width / 2, y - 10, " ov-middle"),
    ):
        if room.is_free(left, base - 10, width, 12):
            room.take(left, base - 10, width, 12)
            anchor = {"": left, " ov-end": left + width, " ov-middle": x}[side]
            return text(name, anchor, base, f"ov-halo {class_}{side}")
    return ""


def _legend() -> list[tuple[str, str]]:
    line = "M0 6H14"
    return [
        (element("circle", {"class_": "ov-response", "cx": 7, "cy": 6, "r": 5}), "incident, coloured by family"),
        (
            element("rect", {"class_": "ov-node-body", "x": 1, "width": 12, "height": 12}),
            "state, service, organisation",
        ),
        (element("path", {"class_": "ov-node-person", "d": "M7 -1l7 7l-7 7l-7 -7z"}), "public figure"),
        (element("circle", {"class_": "ov-node-place", "cx": 7, "cy": 6, "r": 5}), "place"),
        (element("path", {"class_": "ov-edge-line ov-edge-role", "d": line}), "role"),
        (element("path", {"class_": "ov-edge-line ov-edge-said", "d": line}), "said to have done it or be behind it"),
    ]


def _notes(hidden: int) -> tuple[str, ...]:
    people = f" {say_count(hidden, 'mention')} of such people not drawn." if hidden else ""
    return (
        f"{_DRAWN}{people}",
        f"{_EDGES} At most {MOST_NODES} nodes are drawn, those that tie most incidents first.",
    )


_DRAWN = (
    "Drawn are states, services, organisations, public figures and places of acts. Private people, minors and people "
    "at risk are in no network of overt, not even without a name."
)
_EDGES = (
    "An edge says that reports give the two together, as its words tell; it is no finding of guilt. Nearness means "
    "nothing else."
)


def _description(network: Network, count: int) -> str:
    drawn = sum(node.kind == "incident" for node in network.nodes)
    others = [node for node in network.nodes if node.kind != "incident"]
    most = "; ".join(f"{node.name} {len(node.incident_ids)}" for node in others[:8])
    return (
        f"Network of {drawn:,} of {say_count(count, 'incident')} with {len(others):,} bodies, public figures, places "
        f"and {len(network.ties):,} ties. Tied to most incidents: {most or 'nothing'}."
    )


def _rows(network: Network, names: Mapping[str, str]) -> Rows:
    """Return a row for each edge, with the claims behind it."""
    nodes = {node.key: node for node in network.nodes}
    rows: list[tuple[Cell, ...]] = [
        (
            tie.incident_id,
            names[tie.incident_id],
            nodes[tie.key].name,
            nodes[tie.key].kind,
            tie.as_what,
            " ".join(tie.claim_ids),
            tie.quotes[0] if tie.quotes else None,
        )
        for tie in network.ties
    ]
    return Rows(columns=("incident", "title", "tied_to", "kind", "as", "claims", "quote"), rows=tuple(rows))

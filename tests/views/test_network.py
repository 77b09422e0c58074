"""The network: bodies, public figures and places, each edge with its reason, and nobody private."""

from typing import Any

import pytest

from overt.types.account import Attribution, EntityKind, Role
from overt.types.incident import Incident, IncidentParticipant
from overt.views.layout import place_nodes
from overt.views.network import draw_network
from overt.views.pictures import Asked, Picture
from overt.views.seen import see_incidents
from overt.views.ties import MOST_NODES, tie_incidents
from tests.record.samples import make_claim, make_report
from tests.views.seeing import incident, person, town

REPORT = make_report("The Office of Quiet Affairs paid for the fire, a court said of Zelgai Tukhvatov.")
SAID = make_claim(REPORT, "attribution", "Office of Quiet Affairs", "The Office of Quiet Affairs paid for the fire")
OF_HIM = make_claim(REPORT, "perpetrator", "Tukhvatov", "a court said of Zelgai Tukhvatov")


def service(claims: tuple[str, ...] = (), **more: Any) -> IncidentParticipant:
    values: dict[str, Any] = {
        "role": Role.DIRECTOR,
        "name": "Office of Quiet Affairs",
        "description": None,
        "kind": EntityKind.SERVICE,
        "entity_id": "ent_office",
        "facts": person(None).facts,
        "claim_ids": claims,
    }
    return IncidentParticipant(**(values | more))


def behind(actor: str, key: str | None) -> Attribution:
    return Attribution(
        actor=actor,
        entity_key=key,
        relation="ordered",
        level="court_found",
        by=(),
        contested=False,
        claim_ids=(SAID.id,),
    )


def drawn(incidents: list[Incident], bodies: frozenset[str] = frozenset()) -> Picture:
    return draw_network(see_incidents(incidents, bodies), Asked(link=",".join))


def test_each_edge_says_why_it_is_there_and_which_claims_say_so() -> None:
    one = incident(1, participants=(service((SAID.id,)),), claims=(SAID,), places=(town("Radom"),))
    picture = drawn([one])
    rows = {row[2]: row for row in picture.rows.rows}
    assert rows["Office of Quiet Affairs"][3:] == ("body", "director", SAID.id, SAID.quote)
    assert rows["Radom, Poland"][4] == "where it happened"
    assert f"director. «{SAID.quote}»" in picture.svg


def test_a_quote_that_names_somebody_private_is_not_shown() -> None:
    one = incident(1, participants=(service((OF_HIM.id,)), person("Zelgai Tukhvatov")), claims=(OF_HIM,))
    picture = drawn([one])
    assert "Tukhvatov" not in picture.svg
    assert picture.rows.rows[0][5:] == (OF_HIM.id, None), "the claim is named, its words stay in the ledger"


@pytest.mark.parametrize(
    ("key", "bodies", "names"),
    [
        ("ent_x", frozenset({"ent_x"}), ["The Bureau"]),
        ("ent_x", frozenset(), []),  # it may be a person
        (None, frozenset({"ent_x"}), []),
    ],
)
def test_who_is_said_to_be_behind_it_is_drawn_only_if_it_is_a_body(
    key: str | None, bodies: frozenset[str], names: list[str]
) -> None:
    picture = drawn([incident(1, attribution=(behind("The Bureau", key),))], bodies)
    assert [row[2] for row in picture.rows.rows] == names


def test_private_people_are_not_in_it_and_their_number_is_said() -> None:
    picture = drawn([incident(n, participants=(person("Zelgai Tukhvatov"),), places=(town("Radom"),)) for n in (1, 2)])
    assert [row[2] for row in picture.rows.rows] == ["Radom, Poland"] * 2
    assert "2 mentions of such people not drawn" in picture.notes[0]


def test_a_public_figure_is_in_it() -> None:
    picture = drawn([incident(1, participants=(person("Alda Brekke", Role.TARGET, public_figure=True),))])
    assert picture.rows.rows[0][2:5] == ("Alda Brekke", "person", "target")


def test_no_more_is_drawn_than_can_be_read_and_the_rest_is_said() -> None:
    crowd = [incident(n, participants=(service(entity_id=f"ent_{n % 7}"),)) for n in range(400)]
    network = tie_incidents(see_incidents(crowd))
    assert len(network.nodes) <= MOST_NODES
    assert [one.reason for one in network.left_out] == ["More than can be read at once: filter"]
    assert " of 57)" in drawn(crowd).svg, "a node says how many of its incidents are drawn"


def test_nodes_do_not_lie_on_each_other_and_all_lie_in_the_picture() -> None:
    edges = [(f"i{n}", f"b{n % 5}") for n in range(40)] + [(f"i{n}", f"p{n % 9}") for n in range(0, 40, 3)]
    nodes = sorted({one for edge in edges for one in edge} | {"alone"})
    placed, height = place_nodes(nodes, edges, 1000)
    assert sorted(placed) == nodes
    assert all(0 <= x <= 1000 and 0 <= y <= height for x, y in placed.values())
    spots = sorted(placed.values())
    assert all(abs(a[0] - b[0]) + abs(a[1] - b[1]) > 4 for i, a in enumerate(spots) for b in spots[:i])
    assert place_nodes(list(reversed(nodes)), list(reversed(edges)), 1000) == (placed, height)

"""Questions about incidents are asked of those at hand; who is linked to somebody further off breaks nothing."""

from dataclasses import replace

from overt.reconcile import reconcile_claims
from overt.reconcile.questions import ask_questions
from overt.types.incident import Link
from tests.reconcile.builders import Story


def test_a_link_to_an_incident_that_is_not_at_hand_asks_nothing() -> None:
    stories = [Story(key=key, published="2024-02-01") for key in ("one", "two")]
    for story, town in zip(stories, ("Zelin", "Ostra"), strict=True):
        story.tell("sabotage.arson", town=town, time="2024-01-05", thing="the depot")
    found = reconcile_claims([story.done() for story in stories]).incidents
    near, far = (Link(incident_id=key, kind="possibly_same", reason="a test") for key in (found[1].id, "inc_Z"))
    first = replace(found[0], links=(near, far))
    assert [{one.a.id, one.b.id} for one in ask_questions([first, found[1]])] == [{found[0].id, found[1].id}]

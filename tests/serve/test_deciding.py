"""Decisions taken on the pages: each does what its button says, can be undone, and is refused where it is stale."""

import re
from pathlib import Path

import httpx
import pytest
from starlette.testclient import TestClient

from overt.decide import Desk
from overt.record import open_ledger
from overt.types.decision import Decision
from overt.types.incident import Incident
from tests.serve.desks import fields_of, token_of


def incidents(client: TestClient) -> dict[str, Incident]:
    """Return the incidents of the ledger by title."""
    return {one.title: one for one in client.app.app.state.workspace.ledger.incidents()}  # type: ignore[attr-defined]


def decisions(client: TestClient) -> tuple[Decision, ...]:
    found: tuple[Decision, ...] = client.app.app.state.workspace.ledger.decisions()  # type: ignore[attr-defined]
    return found


def one_of(client: TestClient, words: str) -> Incident:
    return next(one for title, one in sorted(incidents(client).items()) if words in title)


def send(client: TestClient, page: httpx.Response, action: str, **values: object) -> httpx.Response:
    """Fill in the form of a page that is sent to `action`, and send it."""
    answer: httpx.Response = client.post(action, data=fields_of(page, action) | values)
    return answer


def page_of(client: TestClient, incident: Incident) -> httpx.Response:
    answer: httpx.Response = client.get(f"/incidents/{incident.id}")
    return answer


def test_accept_and_undo(client: TestClient) -> None:
    one = one_of(client, "Ana Roth")
    done = send(client, page_of(client, one), f"/incidents/{one.id}/accept")
    assert "Decision 1: accept" in done.text
    assert one_of(client, "Ana Roth").status == "accepted"
    assert decisions(client)[0].draft.by == "Ada"
    undone = send(client, done, "/decisions/1/undo")
    assert "undo decision 1" in undone.text
    assert one_of(client, "Ana Roth") == one
    send(client, undone, "/decisions/2/undo")  # an undo is undone: it is done again
    assert one_of(client, "Ana Roth").status == "accepted"


def test_a_rejection_needs_its_reason(client: TestClient) -> None:
    one = one_of(client, "Ana Roth")
    refused = send(client, page_of(client, one), f"/incidents/{one.id}/reject", why="  ")
    assert refused.status_code == 422
    assert "Say why it is rejected" in refused.text
    assert decisions(client) == ()
    send(client, page_of(client, one), f"/incidents/{one.id}/reject", why='an accident, <i>says</i> the "owner"')
    assert one_of(client, "Ana Roth").status == "rejected"
    shown = client.get("/decisions").text
    assert "&lt;i&gt;says&lt;/i&gt;" in shown


def test_a_typed_value_needs_a_source(client: TestClient) -> None:
    one = one_of(client, "Ana Roth")
    action = f"/incidents/{one.id}/set"
    form = fields_of(page_of(client, one), action) | {"field": "stage", "value": "foiled"}
    assert client.post(action, data=form | {"source": ""}).status_code == 422
    assert decisions(client) == ()
    done = client.post(action, data=form | {"source": "the indictment, page 3"})
    assert one_of(client, "Ana Roth").stage == "foiled"
    assert "set by Ada" in done.text
    assert "the indictment, page 3" in done.text


@pytest.mark.parametrize(("field", "value"), [("time", "last week"), ("type", "sabotage.tea"), ("who", "Jan")])
def test_a_value_that_cannot_be_is_explained(client: TestClient, field: str, value: str) -> None:
    one = one_of(client, "Ana Roth")
    action = f"/incidents/{one.id}/set"
    form = fields_of(page_of(client, one), action) | {"field": field, "value": value, "source": "a letter"}
    answer = client.post(action, data=form)
    assert answer.status_code == 422
    assert value in answer.text or field in answer.text
    assert decisions(client) == ()


def test_the_side_of_a_dispute_that_should_stand(client: TestClient) -> None:
    one = next(one for one in incidents(client).values() if one.disputed)
    dispute = one.disputed[0]
    assert dispute.field == "time"
    page = page_of(client, one)
    assert "Let this stand" in page.text
    claims = " ".join(dispute.values[1].claim_ids)
    action = f"/incidents/{one.id}/set"
    send(client, page, action, field="time", claims=claims, value="", source="", why="the fire brigade knows")
    now = client.app.app.state.workspace.ledger.incident(one.id)  # type: ignore[attr-defined]
    assert now.time is not None
    assert now.time.claim_ids == tuple(sorted(dispute.values[1].claim_ids))


def test_a_claim_that_was_read_wrongly(client: TestClient) -> None:
    one = one_of(client, "Tolgar")
    accused = [claim.id for claim in one.claims if claim.field == "participant.PER"]
    action = f"/incidents/{one.id}/strike"
    assert send(client, page_of(client, one), action, claims="", why="x").status_code == 422
    send(client, page_of(client, one), action, claims=" ".join(accused), why="he is the owner, not the suspect")
    assert one_of(client, "Tolgar").participants == ()
    assert f'value="{accused[0]}"' not in page_of(client, one).text


def test_split_and_merge_are_shown_with_their_direction(client: TestClient) -> None:
    one = one_of(client, "Tolgar")
    assert len(one.sources.report_ids) == 2
    split = send(
        client, page_of(client, one), f"/incidents/{one.id}/split", report=one.sources.report_ids[1], why="two fires"
    )
    assert split.status_code == 200
    two = [found for found in incidents(client).values() if "Tolgar" in found.title]
    assert len(two) == 2
    other = next(found for found in two if found.id != one.id)
    page = client.get(
        "/compare", params={"first": one.id, "second": f"http://127.0.0.1:8437/incidents/{other.id}#time"}
    )
    assert "right goes into left" in page.text
    assert 'class="differs"' in page.text  # the two days
    form = fields_of(page, "/merge")
    assert (form["first"], form["second"]) == (one.id, other.id)
    client.post("/merge", data=form)
    assert [found.id for found in incidents(client).values() if "Tolgar" in found.title] == [one.id]
    kinds = [decision.draft.kind.value for decision in decisions(client)]
    assert kinds == ["split", "merge"]


def test_two_are_kept_apart(client: TestClient) -> None:
    first, second = one_of(client, "Tolgar"), one_of(client, "the depot")
    page = client.get("/compare", params={"first": first.id, "second": second.id})
    send(client, page, "/apart", why="two towns")
    assert decisions(client)[0].draft.kind == "apart"
    assert client.get("/compare", params={"first": first.id, "second": "nothing"}).status_code == 404


def test_a_note_stands_beside_it(client: TestClient) -> None:
    one = one_of(client, "Ana Roth")
    page = send(client, page_of(client, one), f"/incidents/{one.id}/note", text="call the <court> again")
    assert "call the &lt;court&gt; again" in page.text


def test_who_is_slower_sees_what_changed(client: TestClient) -> None:
    one = one_of(client, "Ana Roth")
    seen = page_of(client, one)  # a second tab, or a second reader
    send(client, page_of(client, one), f"/incidents/{one.id}/reject", why="an illness, says the hospital")
    refused = send(client, seen, f"/incidents/{one.id}/accept")
    assert refused.status_code == 409
    assert "changed since you looked" in refused.text
    assert re.search(r"<del>candidate</del>.*<ins>rejected</ins>", refused.text, re.DOTALL)
    assert "an illness, says the hospital" in refused.text
    assert [decision.draft.kind.value for decision in decisions(client)] == ["reject"]
    send(client, refused, f"/incidents/{one.id}/accept")  # all the same, having seen it
    assert one_of(client, "Ana Roth").status == "accepted"


def test_who_decides_elsewhere_is_heard(client: TestClient, tmp_path: Path) -> None:
    one = one_of(client, "Ana Roth")
    seen = page_of(client, one)
    with open_ledger(tmp_path / "a.ledger") as other:
        Desk(other, by="Ben").set_value(one.id, "stage", "foiled", source="the police")
    refused = send(client, seen, f"/incidents/{one.id}/reject", why="none")
    assert refused.status_code == 409
    assert "Ben" in refused.text
    assert "foiled" in refused.text


def test_a_decision_needs_a_name(client: TestClient) -> None:
    client.app.app.state.workspace.sessions._known.copy().popitem()[1].by = ""  # type: ignore[attr-defined]
    one = one_of(client, "Ana Roth")
    refused = send(client, page_of(client, one), f"/incidents/{one.id}/accept")
    assert refused.status_code == 422
    assert "the name of who decides" in refused.text
    assert decisions(client) == ()


def test_the_queue_goes_on_by_itself(client: TestClient) -> None:
    total = len(incidents(client))
    seen = []
    page = client.get("/review")
    for number in range(total):
        assert f"{number} of {total} done" in page.text
        one = re.search(r"/incidents/(inc_\w+)/accept", page.text)
        assert one
        seen.append(one[1])
        page = send(client, page, f"/incidents/{one[1]}/accept")
    assert len(set(seen)) == total
    assert "Nothing is left in this queue" in page.text
    assert {one.status for one in incidents(client).values()} == {"accepted"}


def test_what_is_put_off_comes_again_at_the_end(client: TestClient) -> None:
    page = client.get("/review")
    order = []
    for how in ("skip", "unsure"):
        one = re.search(r"/review/(inc_\w+)/later", page.text)
        assert one
        order.append(one[1])
        page = client.post(f"/review/{one[1]}/later", data={"csrf": token_of(page), "how": how})
    last = re.search(r"/incidents/(inc_\w+)/accept", page.text)
    assert last
    assert last[1] not in order
    assert "2 put off" in page.text
    for expected in order:
        current = re.search(r"/incidents/(inc_\w+)/accept", page.text)
        assert current
        page = send(client, page, f"/incidents/{current[1]}/accept")
        following = re.search(r"/incidents/(inc_\w+)/accept", page.text)
        assert following
        assert following[1] == expected
    notes = [decision.draft for decision in decisions(client) if decision.draft.kind == "note"]
    assert [(note.value, note.subjects[0].id) for note in notes] == [("unsure", order[1])]


def test_a_queue_holds_what_the_list_shows(client: TestClient) -> None:
    page = client.get("/review?family=violence")
    assert "0 of 1 done" in page.text
    assert "Ana Roth" in page.text


def test_what_another_decided_is_passed_over(client: TestClient, tmp_path: Path) -> None:
    page = client.get("/review")
    first = re.search(r"/incidents/(inc_\w+)/accept", page.text)
    assert first
    others = [one for one in incidents(client).values() if one.id != first[1]]
    with open_ledger(tmp_path / "a.ledger") as other:
        for one in others[:-1]:
            Desk(other, by="Ben").reject(one.id, "none")
    page = send(client, page, f"/incidents/{first[1]}/accept")
    assert f"/incidents/{others[-1].id}/accept" in page.text

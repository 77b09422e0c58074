"""Asks what only a person can decide: incidents that may be one -> Question, the most pressing first."""

from collections.abc import Iterable, Sequence

from overt.reconcile.near_incidents import Likeness, compare_tellings
from overt.types.incident import EntityMention, Incident, Question, QuestionKind, QuestionSide, question_id

_FEW = 3  # quotes of a side: enough to begin with, `overt show` has all


def ask_questions(incidents: Sequence[Incident]) -> tuple[Question, ...]:
    """Return the questions about incidents in the order in which to look at them."""
    found = {question.id: question for question in _about_incidents(incidents)}
    return tuple(sorted(found.values(), key=lambda one: (-one.rank, one.kind.value, one.id)))


def _about_incidents(incidents: Sequence[Incident]) -> Iterable[Question]:
    by_id = {incident.id: incident for incident in incidents}
    for incident in incidents:
        for link in incident.links:
            if link.kind == "possibly_same" and link.incident_id in by_id and incident.id < link.incident_id:
                # By what they hold: ids tell in which order reports came.
                one, other = sorted((incident, by_id[link.incident_id]), key=lambda side: min(side.account_ids))
                likeness = compare_tellings(one, other)
                yield Question(
                    id=question_id(QuestionKind.SAME_INCIDENT, incident.id, link.incident_id),
                    kind=QuestionKind.SAME_INCIDENT,
                    a=_side(one),
                    b=_side(other),
                    speaks_for=(link.reason, *_say_words(likeness)),
                    speaks_against=(),
                    rank=likeness.rank,
                )


def _say_words(likeness: Likeness) -> tuple[str, ...]:
    return (f"both say: {', '.join(likeness.words)}",) if likeness.words else ()


def _side(incident: Incident) -> QuestionSide:
    """The words that tell of the act, one quote a report."""
    first = {claim.report_id: claim for claim in reversed(incident.claims) if claim.field == "type"}
    quotes = sorted(first.values(), key=lambda claim: claim.report_id)[:_FEW]
    return QuestionSide(
        id=incident.id,
        name=incident.title,
        evidence=tuple(
            EntityMention(report_id=one.report_id, start=one.span.start, end=one.span.end, quote=one.quote)
            for one in quotes
        ),
    )

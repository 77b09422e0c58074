"""Keeps the entities while reports come and go: names of reports -> forms and their groups, and whom that touches."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from overt.reconcile.entities import (
    Form,
    entity_id_of,
    form_keys,
    group_forms,
    head_of,
    is_worth_asking,
    may_be_one,
    tally,
)
from overt.reconcile.growing.desk import Desk
from overt.reconcile.growing.memory import EntityCard, FormCard, ReportCard
from overt.reconcile.matching.neighbours import join_groups
from overt.types.kept import CardKind, Tie, TieKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Recast:
    """Entities whose head is new or other, entities that are gone, and reports of which an entity is another now."""

    heads: frozenset[str]
    gone: frozenset[str]
    touched: frozenset[str]


def recast(desk: Desk, gone: Collection[ReportCard], come: Collection[ReportCard], arrival: int) -> Recast:
    """Count the names of reports, group the names that changed with their like, and say what that touches."""
    counted = _count(desk, gone, come)
    old: dict[str, FormCard] = desk.get(CardKind.FORM, counted)
    forms = {form.id: form for card in come for form in card.entities}
    touched = set(counted)
    for key, change in sorted(counted.items()):
        before = old.get(key)
        tallies = Counter(before.tallies if before else {})
        tallies.update(change)
        tallies = +tallies
        if before is None and tallies:
            form = _compared(forms[key])
            card = FormCard(form=form, arrival=arrival, tallies=dict(tallies), entity_id=entity_id_of(form))
            desk.put(CardKind.FORM, key, card)
            _meet(desk, card.form)
        elif before is not None and not tallies:
            desk.put(CardKind.FORM, key, None)
            touched |= _leave(desk, before.form)
        elif before is not None:
            desk.put(CardKind.FORM, key, replace(before, tallies=dict(sorted(tallies.items()))))
    return _regroup(desk, touched, {card.entity_id for card in old.values()})


def _compared(form: Form) -> Form:
    """What all forms of one id have in common: nothing else may decide how they are grouped."""
    if form.known_id:
        return replace(form, key="", name="", description="", aliases=(), country=None)
    return replace(form, key="", description="", aliases=() if form.is_person else form.aliases)


def _count(desk: Desk, gone: Iterable[ReportCard], come: Iterable[ReportCard]) -> dict[str, Counter[str]]:
    """Tally the forms that came, and those that are gone with a minus."""
    counted: dict[str, Counter[str]] = defaultdict(Counter)
    for cards, sign in ((gone, -1), (come, 1)):
        for card in cards:
            for form in card.entities:
                for row, count in tally(form).items():
                    counted[form.id][row] += sign * count
            for found in sorted({form.id for form in card.entities}):
                (desk.stand if sign > 0 else desk.leave)(f"form {found}", (0, card.id))
    return counted


def _meet(desk: Desk, form: Form) -> None:
    """Tie a new form to those that may be one with it."""
    keys = sorted(form_keys(form))
    near = {found for members in desk.members(keys).values() for found in members}
    for other in desk.get(CardKind.FORM, near).values():
        if may_be_one(form, other.form):
            a, b = sorted((form.id, other.form.id))
            desk.tie(Tie(kind=TieKind.FORM, a=a, b=b, reasons=()))
        elif is_worth_asking(form, other.form):
            a, b = sorted((form.id, other.form.id))
            desk.tie(Tie(kind=TieKind.ALIKE, a=a, b=b, reasons=()))
    for key in keys:
        desk.stand(key, (0, form.id))


def _leave(desk: Desk, form: Form) -> set[str]:
    for key in form_keys(form):
        desk.leave(key, (0, form.id))
    ties = desk.ties((form.id,), (TieKind.FORM,))
    for tie in (*ties, *desk.ties((form.id,), (TieKind.ALIKE,))):
        desk.untie(tie)
    return {end for tie in ties for end in (tie.a, tie.b)}


def _regroup(desk: Desk, touched: set[str], before: set[str]) -> Recast:
    cards, components = _hanging_together(desk, touched)
    before |= {card.entity_id for card in cards.values()}
    old: dict[str, EntityCard] = desk.get(CardKind.ENTITY, before)
    now: dict[str, EntityCard] = {}
    moved: set[str] = set()  # forms of which the entity is another, or called otherwise
    groups = [group for keys in components for group in group_forms(cards[key].form for key in keys)]
    for group in groups:
        members = [cards[form.id] for form in group]
        founder = min(members, key=lambda card: (card.arrival, card.form.id))
        name = entity_id_of(founder.form)
        tallies: Counter[str] = sum((Counter(card.tallies) for card in members), Counter())
        ids = tuple(sorted(form.id for form in group))
        now[name] = EntityCard(forms=ids, head=head_of(name, tallies))
        for card in members:
            if card.entity_id != name:
                moved.add(card.form.id)
                desk.put(CardKind.FORM, card.form.id, replace(card, entity_id=name))
        if name in old and _label(old[name]) != _label(now[name]):
            moved |= set(ids)
    for key in old.keys() - now.keys():
        desk.put(CardKind.ENTITY, key, None)
    for key, entity in now.items():
        desk.put(CardKind.ENTITY, key, entity)
    reports = desk.members([f"form {found}" for found in sorted(moved)])
    return Recast(
        heads=frozenset(key for key, card in now.items() if key not in old or old[key].head != card.head),
        gone=frozenset(old.keys() - now.keys()),
        touched=frozenset(key for found in reports.values() for key in found),
    )


def _hanging_together(desk: Desk, touched: set[str]) -> tuple[dict[str, FormCard], tuple[tuple[str, ...], ...]]:
    """Return the touched forms with all that may be one with them, directly or through others, and their groups."""
    cards: dict[str, FormCard] = {}
    pairs: set[tuple[str, str]] = set()
    ahead = touched
    while ahead:
        found = desk.get(CardKind.FORM, ahead)
        cards |= found
        pairs |= {(tie.a, tie.b) for tie in desk.ties(sorted(found), (TieKind.FORM,))}
        ahead = {end for pair in pairs for end in pair} - cards.keys()
    return cards, join_groups(sorted(cards), sorted(pairs))


def _label(card: EntityCard) -> tuple[object, ...]:
    """What an incident shows of an entity, or asks of it."""
    return card.head.name, card.head.kind, card.head.country, card.head.kind.value == "service" and card.head.aliases

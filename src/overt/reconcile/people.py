"""Joins the participants of an incident's accounts: tellings -> one participant for each somebody in each role."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from overt.reconcile.matching.names import fold, kind_words, name_words
from overt.reconcile.matching.persons import is_one_in_context
from overt.reconcile.telling import Telling
from overt.types.account import EntityKind, Participant, PersonFacts, Role
from overt.types.incident import Entity, IncidentParticipant

_Row = tuple[Telling, Participant]
# From the weakest to the strongest; what ends a case outranks what began it.
_LEGAL_ORDER = (
    "not_applicable",
    "suspected",
    "wanted",
    "detained",
    "charged",
    "on_trial",
    "convicted",
    "extradited",
    "exchanged",
    "released",
    "charges_dropped",
    "acquitted",
)


def join_participants(tellings: Sequence[Telling]) -> tuple[IncidentParticipant, ...]:
    """Named ones are one by their entity; an unnamed one joins the only named one of its role whom it can mean."""
    named: dict[tuple[Role, str], list[_Row]] = defaultdict(list)
    unnamed: dict[tuple[Role, str], list[_Row]] = defaultdict(list)
    for telling in tellings:
        for participant in telling.linked.account.participants:
            entity = telling.entities.get(participant.entity_key or "")
            if entity and (entity.is_named or participant.name):
                named[participant.role, entity.id].append((telling, participant))
            elif participant.name:
                named[participant.role, fold(participant.name)].append((telling, participant))
            else:
                words = " ".join(sorted(kind_words(participant.description or "")))
                unnamed[participant.role, words or fold(participant.description or "")].append((telling, participant))
    named = _join_in_context(named)
    for key, rows in sorted(unnamed.items(), key=lambda row: (row[0][0].value, row[0][1])):
        homes = [name for name in named if name[0] is key[0]]
        if len(homes) == 1 and _can_mean(rows, named[homes[0]]):
            named[homes[0]].extend(rows)
        else:
            named[key[0], f"\0{key[1]}"] = rows
    support = {key: len({telling.report.id for telling, _ in rows}) for key, rows in named.items()}
    joined = [(support[key], _joined(key[0], rows)) for key, rows in named.items()]
    # Who most reports tell of comes first in a role.
    joined.sort(
        key=lambda r: (list(Role).index(r[1].role), -r[0], r[1].name or "~", r[1].description or "", r[1].claim_ids)
    )
    return tuple(participant for _, participant in joined)


_Key = tuple[Role, str]


def _join_in_context(named: Mapping[_Key, list[_Row]]) -> dict[_Key, list[_Row]]:
    """Join people of one role whom different reports of one incident name a slip apart, or by the family name alone.

    Names alone would be too little. A report that tells both apart, or a name that fits two, keeps them apart.
    """
    homes: dict[_Key, list[_Row]] = {}
    fullest = sorted(
        named, key=lambda key: (-max(len(name_words(n)) for n in _names(named[key])), key[0].value, key[1])
    )
    for key in fullest:
        fits = [home for home in homes if home[0] is key[0] and _is_one_in_context(named[key], homes[home])]
        if len(fits) == 1:
            homes[fits[0]] = homes[fits[0]] + named[key]
        else:
            homes[key] = named[key]
    return homes


def _is_one_in_context(some: Sequence[_Row], others: Sequence[_Row]) -> bool:
    if any(p.kind is not EntityKind.PERSON for _, p in (*some, *others)):
        return False
    if {telling.report.id for telling, _ in some} & {telling.report.id for telling, _ in others}:
        return False
    return all(is_one_in_context(x, y) for x in _names(some) for y in _names(others))


def _names(rows: Sequence[_Row]) -> frozenset[str]:
    return frozenset(p.name for _, p in rows if p.name) or frozenset({""})


def _can_mean(unnamed: Sequence[_Row], named: Sequence[_Row]) -> bool:
    """One person on both sides, told by different reports, with nothing said against it."""
    reports = {telling.report.id for telling, _ in named}
    if any(telling.report.id in reports for telling, _ in unnamed):
        return False
    ages = {p.facts.age for _, p in named if p.facts.age}
    nations = {p.facts.nationality for _, p in named if p.facts.nationality}
    return all(
        p.kind in {EntityKind.PERSON, EntityKind.UNKNOWN}
        and p.facts.count_lo == p.facts.count_hi == 1
        and (not p.facts.age or not ages or min(abs(p.facts.age - age) for age in ages) <= 1)
        and (not p.facts.nationality or not nations or p.facts.nationality in nations)
        for _, p in unnamed
    ) and all(p.kind is EntityKind.PERSON for _, p in named)


def _joined(role: Role, rows: Sequence[_Row]) -> IncidentParticipant:
    ordered = sorted(rows, key=lambda row: (row[0].origin, row[0].linked.account.id, row[1].claim_ids))
    entities = [entity for telling, p in ordered for entity in [telling.entities.get(p.entity_key or "")] if entity]
    # Of two spellings the fuller one, then the one that more tell.
    told = Counter(entity.id for entity in entities)
    fullest = {e.id: len(name_words(e.name)) for e in entities}
    best = min(entities, key=lambda e: (not e.is_named, -fullest[e.id], -told[e.id], e.id)) if entities else None
    names = [p.name for _, p in ordered if p.name]
    kinds = Counter(p.kind for _, p in ordered)
    return IncidentParticipant(
        role=role,
        name=_name(best, names),
        description=next((p.description for _, p in ordered if p.description), None),
        kind=min(kinds, key=lambda kind: (kind is EntityKind.UNKNOWN, -kinds[kind], kind.value)),
        entity_id=best.id if best else None,
        facts=_facts([p.facts for _, p in ordered]),
        claim_ids=tuple(sorted({key for _, p in ordered for key in p.claim_ids})),
    )


def _name(entity: Entity | None, names: Sequence[str]) -> str | None:
    if entity and entity.is_named:
        return entity.name
    return max(names, key=lambda n: (len(n), n)) if names else None


def _facts(rows: Sequence[PersonFacts]) -> PersonFacts:
    """The most said value of each; flags that protect a person hold if any report gives them."""
    counts = Counter((r.count_lo, r.count_hi, r.vague) for r in rows)
    lo, hi, vague = min(
        counts, key=lambda c: (-counts[c], c[0] is None, c[0] or 0, c[1] is None, c[1] or 0, c[2] or "")
    )
    ages = Counter(r.age for r in rows if r.age is not None)
    nations = Counter(r.nationality for r in rows if r.nationality)
    known = [r.legal_status for r in rows if r.legal_status]
    return PersonFacts(
        count_lo=lo,
        count_hi=hi,
        vague=vague,
        age=min(ages, key=lambda a: (-ages[a], a)) if ages else None,
        is_minor=any(r.is_minor for r in rows),
        nationality=min(nations, key=lambda n: (-nations[n], n)) if nations else None,
        legal_status=max(known, key=lambda s: (_LEGAL_ORDER.index(s) if s in _LEGAL_ORDER else -1, s))
        if known
        else None,
        at_risk=any(r.at_risk for r in rows),
        public_figure=any(r.public_figure for r in rows),
    )

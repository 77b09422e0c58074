"""Finds who is who inside one report: its parsed passages in, an `EntityMap` of entities with all mentions out."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field

from overt.base.spans import Span
from overt.extract.entities.appositions import find_appositions
from overt.extract.entities.chain import Chain
from overt.extract.entities.coreference import chain_mentions
from overt.extract.entities.descriptions import find_descriptions
from overt.extract.entities.found import Found
from overt.extract.entities.headlines import join_headings
from overt.extract.entities.names import find_names
from overt.extract.entities.relations import find_relations
from overt.extract.parse import Parsed
from overt.types.account import LocalEntity, Mention, MentionForm, Relation
from overt.types.report import Report


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityMap:
    """The entities of one report, in the order in which they appear."""

    entities: tuple[LocalEntity, ...]
    _table: tuple[tuple[LocalEntity, Mention], ...] = field(init=False, repr=False, compare=False)
    _starts: tuple[int, ...] = field(init=False, repr=False, compare=False)
    _longest: int = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        rows = [(entity, mention) for entity in self.entities for mention in entity.mentions]
        rows.sort(key=lambda row: row[1].span)
        object.__setattr__(self, "_table", tuple(rows))
        object.__setattr__(self, "_starts", tuple(mention.span.start for _, mention in rows))
        object.__setattr__(self, "_longest", max((m.span.end - m.span.start for _, m in rows), default=0))

    def entity_at(self, span: Span) -> LocalEntity | None:
        """Return the entity whose mention fits `span` best: largest shared part, then same end; None if none."""
        best = self._best(span)
        return None if best is None else best[0]

    def is_inferred(self, span: Span) -> bool:
        """Say whether the mention at `span` is a pronoun or a definite description of somebody mentioned before."""
        best = self._best(span)
        if best is None:
            return False
        entity, mention = best
        return mention.form is MentionForm.PRONOUN or (
            mention.form is MentionForm.DESCRIPTION and mention.span != entity.mentions[0].span
        )

    def _best(self, span: Span) -> tuple[LocalEntity, Mention] | None:
        best: tuple[tuple[float, int], LocalEntity, Mention] | None = None
        first = bisect_left(self._starts, span.start - self._longest)
        for at in range(first, bisect_left(self._starts, span.end)):
            entity, mention = self._table[at]
            if not mention.span.overlaps(span):
                continue
            shared = min(mention.span.end, span.end) - max(mention.span.start, span.start)
            wide = mention.span.cover(span)
            rank = (shared / (wide.end - wide.start), int(mention.span.end == span.end))
            if best is None or rank > best[0]:
                best = rank, entity, mention
        return None if best is None else best[1:]


def find_entities(report: Report, parsed: Sequence[Parsed]) -> EntityMap:
    """Return who is mentioned in `report`: names, descriptions and pronouns, with stated relations."""
    names = find_names(parsed, report.text)
    found = sorted(
        [*names, *find_descriptions(parsed, report.text, names)], key=lambda one: (one.span.start, -one.span.end)
    )
    chains = chain_mentions([item.doc for item in parsed], found, find_appositions(parsed, found))
    chains = join_headings(parsed, chains)
    keys = {id(chain): f"e{number}" for number, chain in enumerate(chains, 1)}
    relations = find_relations(parsed, chains)
    return EntityMap(
        entities=tuple(
            _make_entity(chain, keys[id(chain)], tuple(
                Relation(kind=one.kind, to=keys[id(one.to)], span=one.span, quote=one.span.quote(report.text))
                for one in relations.get(id(chain), ())
            ))
            for chain in chains
        )
    )  # fmt: skip


def _make_entity(chain: Chain, key: str, relations: tuple[Relation, ...]) -> LocalEntity:
    name = _full_name(chain)
    return LocalEntity(
        key=key,
        kind=chain.kind,
        name=name,
        aliases=tuple(other for other in chain.names if other != name),
        country=chain.country,
        mentions=tuple(map(_make_mention, chain.members)),
        relations=relations,
        known_id=chain.known.id if chain.known else None,
    )


def _full_name(chain: Chain) -> str | None:
    """Return the fullest name: most words, then most often written."""
    if not chain.names:
        return None
    counts = [member.name for member in chain.members]
    return max(chain.names, key=lambda name: (len(name.split()), counts.count(name)))


def _make_mention(found: Found) -> Mention:
    return Mention(span=found.span, quote=found.quote, form=found.form)

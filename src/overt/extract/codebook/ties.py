"""How the types of a codebook hang together: the content of its `codebook.yaml` in, `Ties` out."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from overt.base.errors import KnowledgeError
from overt.extract.codebook.rows import Row, check_keys, read_row, suggest

_KEYS = (
    *("families", "crosswalks", "subject", "kin", "part_of_an_act", "preparation_of_an_act", "graver_wins", "general"),
    *("people", "things"),
)
_SUBJECTS = ("states", "any")


@dataclass(frozen=True, slots=True, kw_only=True)
class Ties:
    """What holds for the codebook as a whole and not for one type."""

    families: tuple[str, ...]
    crosswalks: tuple[str, ...]
    is_scoped: bool  # only reports on overt's subject are in scope; else every report is
    kin: tuple[frozenset[str], ...]  # types that tell of one act in different words
    part_of: Mapping[str, frozenset[str]]  # type -> families of the acts that it may be a part of
    preparation_of: Mapping[str, frozenset[str]]  # type -> families of the acts that it may only prepare (R7)
    graver_wins: frozenset[str]  # families in which the gravest type told names the incident
    general_families: frozenset[str]  # whose general words ("the attack") may tell of an act on things
    type_of_means: Mapping[str, str]  # type of an act on things told in general words, by its means
    type_of_damage: str | None  # where no means is told
    people: frozenset[str]  # nouns of people, and of things that are hit, beyond those that overt knows
    things: frozenset[str]

    def is_part(self, code: str, types: Collection[str]) -> bool:
        """Say whether a type is only a part of an act of these types."""
        families = self.part_of.get(code)
        return families is not None and all(other.partition(".")[0] in families for other in types)

    def prepares(self, codes: Iterable[str]) -> frozenset[str]:
        """Return the families of the acts that all of these types may prepare."""
        families = [self.preparation_of.get(code, frozenset()) for code in codes]
        return frozenset.intersection(*families) if families else frozenset()

    def are_kin(self, code: str, types: Collection[str]) -> bool:
        """Say whether a type may tell of an act of one of these types in other words."""
        return any(code in kin and not kin.isdisjoint(types) for kin in self.kin)


def read_ties(content: object) -> Ties:
    """Return the ties of a codebook from the content of its `codebook.yaml`."""
    row = read_row(content, "codebook.yaml")
    check_keys(row, _KEYS)
    subject = row.text("subject")
    if subject not in _SUBJECTS:
        raise KnowledgeError(f"unknown subject {subject!r}", where=row.where, todo=suggest(subject, _SUBJECTS))
    kin = row.values.get("kin") or []
    parts, preparations, general = row.row("part_of_an_act"), row.row("preparation_of_an_act"), row.row("general")
    check_keys(general, ("families", "by_means", "on_things"))
    means = general.row("by_means")
    return Ties(
        families=row.words("families"),
        crosswalks=row.words("crosswalks"),
        is_scoped=subject == "states",
        kin=tuple(frozenset(Row(values={"kin": types}, where=row.where).words("kin")) for types in kin),
        part_of={code: frozenset(parts.words(code)) for code in parts.values},
        preparation_of={code: frozenset(preparations.words(code)) for code in preparations.values},
        graver_wins=frozenset(row.words("graver_wins")),
        general_families=frozenset(general.words("families")),
        type_of_means={code: means.text(code) for code in means.values},
        type_of_damage=general.text("on_things") if "on_things" in general.values else None,
        people=frozenset(row.words("people")),
        things=frozenset(row.words("things")),
    )


def check_ties(ties: Ties, types: Collection[str]) -> None:
    """Raise if a tie names a type that the codebook does not have."""
    named = (
        {code for kin in ties.kin for code in kin}
        | set(ties.part_of)
        | set(ties.preparation_of)
        | set(ties.type_of_means.values())
    )
    named |= {ties.type_of_damage} if ties.type_of_damage else set()
    for code in sorted(named - set(types)):
        raise KnowledgeError(f"unknown type {code!r}", where="codebook.yaml", todo=suggest(code, types))

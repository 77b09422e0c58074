"""Which phrases stand for the entities of a role: judged phrases in, one phrase an entity out, the likeliest first.

Two phrases name the same entity where one holds the other, one is the other's abbreviation, the text renames one as
the other in brackets, or the training part had them as one. A second name of an entity would count as a mistake.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bench.muc4.learn.candidates import key_of
from bench.muc4.learn.linear import bucket
from bench.muc4.templates import MucRole

_SMALL = frozenset({"of", "the", "and", "de", "la", "el", "del", "y", "for"})
_RENAMED = re.compile(r"((?:[\w'-]+ ){1,9})[\[(]([\w' -]{2,60})[\])]")
_GENERAL = frozenset({MucRole.PERP_IND})  # roles of common nouns: "five men" and "the armed men" are the same men


@dataclass(frozen=True, slots=True)
class Renamings:
    """`pairs`: hashes of pairs of names that the training part had as one entity."""

    pairs: frozenset[int]

    def has(self, one: str, other: str) -> bool:
        """Return whether the two were one entity."""
        return pair_of(one, other) in self.pairs


def pair_of(one: str, other: str) -> int:
    """Return the hash of two names, whichever comes first."""
    return bucket("|".join(sorted((one, other))))


def renamed_in(text: str) -> frozenset[tuple[str, str]]:
    """Return (end of the name, name in brackets) for each name that the text repeats in brackets."""
    found = _RENAMED.finditer(" ".join(text.split()))
    return frozenset((key_of(match[1]), key_of(match[2])) for match in found)


def same_judge(text: str, renamings: Renamings) -> Callable[[MucRole, str, str], bool]:
    """Return the test whether two phrases of a document name the same entity in a role."""
    renamed = renamed_in(text)

    def is_same(role: MucRole, one: str, other: str) -> bool:
        return (
            f" {one} " in f" {other} "
            or f" {other} " in f" {one} "
            or _abbreviates(one, other)
            or _abbreviates(other, one)
            or (role in _GENERAL and one.rsplit(maxsplit=1)[-1] == other.rsplit(maxsplit=1)[-1])
            or any(left.endswith(a) and right == b for left, right in renamed for a, b in ((one, other), (other, one)))
            or renamings.has(one, other)
        )

    return is_same


def choose(
    role: MucRole,
    keys: Sequence[str],
    probabilities: Sequence[float],
    least: float,
    is_same: Callable[[MucRole, str, str], bool],
) -> tuple[int, ...]:
    """Return the places of the phrases to keep: the likeliest of each entity, if it is likely enough."""
    kept: list[int] = []
    for place in sorted(range(len(keys)), key=lambda number: -probabilities[number]):
        if probabilities[place] < least:
            break
        if not any(is_same(role, keys[place], keys[other]) for other in kept):
            kept.append(place)
    return tuple(kept)


def _abbreviates(short: str, name: str) -> bool:
    parts = [part for part in name.split() if part not in _SMALL]
    return " " not in short and len(parts) > 1 and "".join(part[0] for part in parts) == short

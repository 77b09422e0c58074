"""Checks rows of knowledge files: YAML in, typed values or a KnowledgeError out."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum
from typing import Any, TypeVar

from overt.base.errors import KnowledgeError

E = TypeVar("E", bound=StrEnum)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A mapping of a knowledge file together with the place that an error names ("violence.yaml: violence.killing")."""

    values: Mapping[str, Any]
    where: str

    def text(self, key: str) -> str:
        """Return a text that must be there and not be empty."""
        value = self.values.get(key)
        if not isinstance(value, str) or not value.strip():
            raise KnowledgeError(f"{key!r} has to be a text, it is {value!r}", where=self.where, todo="Give it a text.")
        return value

    def number(self, key: str) -> int:
        """Return a whole number that must be there."""
        value = self.values.get(key)
        if not isinstance(value, int) or isinstance(value, bool):
            raise KnowledgeError(f"{key!r} has to be a whole number, it is {value!r}", where=self.where)
        return value

    def flag(self, key: str) -> bool:
        """Return a yes or no; no where the key is missing."""
        value = self.values.get(key, False)
        if not isinstance(value, bool):
            raise KnowledgeError(f"{key!r} has to be true or false, it is {value!r}", where=self.where)
        return value

    def words(self, key: str) -> tuple[str, ...]:
        """Return a list of texts; empty where the key is missing. A word twice in one list is refused."""
        value = self.values.get(key) or []
        if not isinstance(value, list):
            raise KnowledgeError(f"{key!r} has to be a list, it is {value!r}", where=self.where, todo="Write [a, b].")
        for word in value:
            check_text(word, self.where)
        doubled = sorted({word for word in value if value.count(word) > 1})
        if doubled:
            raise KnowledgeError(f"{key!r} names {doubled[0]!r} twice", where=self.where, todo="Delete one.")
        return tuple(value)

    def rows(self, key: str) -> tuple["Row", ...]:
        """Return a list of mappings, each with its place in the file."""
        value = self.values.get(key) or []
        if not isinstance(value, list):
            raise KnowledgeError(f"{key!r} has to be a list of entries", where=self.where)
        return tuple(read_row(entry, f"{self.where}, {key}[{index}]") for index, entry in enumerate(value))

    def row(self, key: str) -> "Row":
        """Return a mapping; an empty one where the key is missing."""
        return read_row(self.values.get(key) or {}, f"{self.where}, {key}")

    def choice(self, key: str, of: type[E]) -> E | None:
        """Return the member that is named by its value; None where the key is missing or null."""
        value = self.values.get(key)
        return None if value is None else pick(value, of, self.where)

    def choices(self, key: str, of: type[E]) -> tuple[E, ...]:
        """Return the members that a list names."""
        return tuple(pick(word, of, self.where) for word in self.words(key))


def read_row(value: object, where: str) -> Row:
    """Return the row, or raise if it is no mapping or a key is no text."""
    if not isinstance(value, dict):
        raise KnowledgeError(f"an entry has to be a mapping, it is {value!r}", where=where, todo="Write key: value.")
    for key in value:
        check_text(key, where)
    return Row(values=value, where=where)


def check_text(value: object, where: str) -> None:
    """Raise if a word is no text; unquoted on, off, yes and no are the usual cause."""
    if isinstance(value, str) and value.strip():
        return
    todo = (
        'YAML reads on, off, yes and no as true or false: write "on".' if isinstance(value, bool) else "Write a word."
    )
    raise KnowledgeError(f"a word was expected, not {value!r}", where=where, todo=todo)


def check_keys(row: Row, known: Collection[str]) -> None:
    """Raise if the row has a key that is not known, and name the nearest known one."""
    for key in row.values:
        if key not in known:
            raise KnowledgeError(f"unknown key {key!r}", where=row.where, todo=suggest(key, known))


def pick(value: object, of: type[E], where: str) -> E:
    """Return the member of an enumeration that a value names, or raise with the nearest one."""
    check_text(value, where)
    try:
        return of(str(value))
    except ValueError as error:
        known = [member.value for member in of]
        raise KnowledgeError(
            f"unknown {of.__name__.lower()} {value!r}", where=where, todo=suggest(str(value), known)
        ) from error


def suggest(word: str, known: Collection[str]) -> str:
    """Return what to do about an unknown word: the nearest known one, or all that are known."""
    near = get_close_matches(word, list(known), n=1, cutoff=0.5)
    return f"Did you mean {near[0]!r}?" if near else "Known: " + ", ".join(sorted(known)) + "."

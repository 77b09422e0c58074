"""The nouns that tell what a phrase stands for: lists of knowledge/ in, sets of words out."""

from collections.abc import Iterator
from functools import cache

from overt.base.knowledge import read_knowledge


@cache
def kin_nouns() -> frozenset[str]:
    """Return the nouns for kin and friends, through whom somebody can be pressed."""
    return frozenset({*read_knowledge("person_nouns.yaml")["classes"]["kin"], "relative", "family"})


@cache
def noun_lists() -> tuple[frozenset[str], frozenset[str]]:
    """Return the nouns that name people, and those that name things that are hit (knowledge/person_nouns.yaml.

    Target_objects.yaml).
    """
    people = read_knowledge("person_nouns.yaml")
    words = (
        {word for nouns in people["classes"].values() for word in nouns}
        | set(people["generic"])
        | set(people["plural_only"])
        | set(people["other"])
    )
    things = read_knowledge("target_objects.yaml")
    return frozenset(words), frozenset(_flatten(things))


@cache
def body_nouns() -> frozenset[str]:
    """Return the nouns of state bodies ("police", "prosecutors", "court"), as written."""
    return frozenset(_flatten(read_knowledge("person_nouns.yaml")["bodies"]))


def _flatten(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from _flatten(item)
    elif isinstance(value, list):
        for item in value:
            yield from _flatten(item)

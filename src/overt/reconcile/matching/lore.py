"""What the reports together show of each name (a place's, an official's, rare or not): their words -> Lore.

Each is a property of one word, counted over reports: nothing here needs all reports at once.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from overt.reconcile.matching.beside import ToldNames, office_holders, place_words
from overt.types.linked import LinkedReading

# A name that more reports have than this tells of a topic, not of an incident. A share of all reports would change what
# old reports amount to with every new one.
RARE = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The names (stems) of one report, as it alone shows them."""

    told: Mapping[str, frozenset[str]]  # beside an account or anywhere, with the given names before them
    anywhere: frozenset[str]  # those that may tell a story from others
    places: frozenset[str]
    offices: Mapping[str, frozenset[str]]


def words_of(reading: LinkedReading, names: ToldNames) -> Words:
    """Return the names of a report."""
    told = names.anywhere.union(*names.beside.values())
    return Words(
        told={word: names.given.get(word, frozenset()) for word in sorted(told)},
        anywhere=names.anywhere,
        places=place_words(reading),
        offices=office_holders(reading),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Lore:
    """How many reports tell a name as what: "place ostra", "office roth", "office roth ana", "rare x"."""

    counts: Mapping[str, int]

    def is_place(self, word: str) -> bool:
        """Some report has it as a place's name."""
        return self.counts.get(f"place {word}", 0) > 0

    def is_rare(self, word: str) -> bool:
        """Few reports tell it: more of them tell of a topic, not of an incident."""
        return self.counts.get(f"rare {word}", 0) <= RARE

    def is_official(self, word: str, given: Collection[str]) -> bool:
        """Some report shows it as an official's, and no given name here tells it from that one."""
        if not self.counts.get(f"office {word}"):
            return False
        return not given or any(self.counts.get(f"office {word} {one}") for one in given)


def fixed_keys(words: Words) -> Iterator[str]:
    """Return the keys under which a report counts whatever others tell."""
    yield from (f"place {word}" for word in words.places)
    for word, given in words.offices.items():
        yield f"office {word}"
        yield from (f"office {word} {one}" for one in given)


def asked_keys(words: Words) -> Iterator[str]:
    """Return the keys that decide what the names of a report tell."""
    for word, given in words.told.items():
        yield from (f"place {word}", f"rare {word}", f"office {word}")
        yield from (f"office {word} {one}" for one in given)


def rare_keys(words: Words, lore: Lore) -> list[str]:
    """Return the keys under which a report counts for how many tell a name: officials tell nothing."""
    return [f"rare {word}" for word in sorted(words.anywhere) if not lore.is_official(word, words.told[word])]


def gather_lore(all_words: Iterable[Words]) -> Lore:
    """Return what some reports show together."""
    rows = list(all_words)
    lore = Lore(counts=Counter(key for words in rows for key in fixed_keys(words)))
    return Lore(counts={**lore.counts, **Counter(key for words in rows for key in rare_keys(words, lore))})

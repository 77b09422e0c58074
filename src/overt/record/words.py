"""The words of incidents, so that they can be searched: FTS5 in SQLite, tsvector in PostgreSQL, with the same answers.

What a word is, SQLite's tokenizer decides (unicode61 without diacritics). PostgreSQL's own parser would see host names,
numbers and signs of its own, and other letters with another locale of the server; so there it is given words that were
found here, by the rules of SQLite.
"""

import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence

from sqlalchemy import Column, Connection, Index, Integer, MetaData, Table, delete, insert, text
from sqlalchemy.dialects import postgresql
from sqlalchemy.exc import DBAPIError

_FTS5 = "CREATE VIRTUAL TABLE incident_words USING fts5(words, tokenize='unicode61 remove_diacritics 2')"
_TABLE = Table(
    "incident_words",
    MetaData(),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("words", postgresql.TSVECTOR, nullable=False),
)
Index("incident_words_found", _TABLE.c.words, postgresql_using="gin")
# Combining signs that SQLite drops; at all others a word ends.
_DROPPED = frozenset(
    map(chr, (*range(0x300, 0x305), *range(0x306, 0x30D), 0x30F, 0x311, 0x31B, *range(0x323, 0x329)))
) | set("\u032d\u032e\u0330\u0331")
_MOST_PLACES = 16_383  # PostgreSQL numbers no further; what comes later stands in the last place
_MOST_BYTES = 900_000  # of one tsvector, which may have 1 MB; the words beyond it are not found
_AT_ONCE = 900  # numbers in one question
_LONGEST = 500  # characters of a word: PostgreSQL takes 2,046 bytes


def create_word_index(connection: Connection) -> None:
    """Make the index, unless this SQLite was built without FTS5."""
    if connection.dialect.name == "postgresql":
        _TABLE.create(connection, checkfirst=True)
        return
    try:
        connection.execute(text(_FTS5))
    except DBAPIError as error:
        if "no such module" not in str(error):
            raise


def has_word_index(connection: Connection) -> bool:
    """Say whether words can be searched through an index."""
    if connection.dialect.name == "postgresql":
        return True
    found = connection.execute(text("SELECT count(*) FROM sqlite_master WHERE name = 'incident_words'")).scalar()
    return bool(found)


def forget_words(connection: Connection) -> None:
    """Take all out of the index."""
    if has_word_index(connection):
        connection.execute(text("DELETE FROM incident_words"))


def write_words(connection: Connection, gone: Collection[int], told: Mapping[int, str]) -> None:
    """Take out the incidents of the numbers `gone`, then put in what is `told` of others, by number."""
    if not has_word_index(connection):
        return
    if connection.dialect.name == "postgresql":
        numbers = sorted(gone)
        for at in range(0, len(numbers), _AT_ONCE):
            connection.execute(delete(_TABLE).where(_TABLE.c.number.in_(numbers[at : at + _AT_ONCE])))
        if told:
            vectors = [{"number": key, "words": _vector(said)} for key, said in told.items()]
            connection.execute(insert(_TABLE), vectors)
        return
    if gone:
        connection.execute(text("DELETE FROM incident_words WHERE rowid = :number"), [{"number": key} for key in gone])
    if told:
        found = [{"number": key, "words": said} for key, said in told.items()]
        connection.execute(text("INSERT INTO incident_words (rowid, words) VALUES (:number, :words)"), found)


def find_numbers(connection: Connection, parts: Sequence[str]) -> Iterable[int]:
    """Return the incidents in which each part begins a word of the title or of a quote; several words stand in a row.

    Each part has a letter or a number.
    """
    if connection.dialect.name == "postgresql":
        match = " & ".join(f"({_phrase(split_words(part))})" for part in parts)
        asked = "SELECT string_agg(number::text, ',') FROM incident_words WHERE words @@ CAST(:match AS tsquery)"
    else:
        match = " ".join(f'"{part}"*' for part in parts)
        asked = "SELECT group_concat(rowid) FROM incident_words WHERE incident_words MATCH :match"
    found = connection.execute(
        text(asked), {"match": match}
    ).scalar()  # one text: a row for each takes ten times as long
    return map(int, found.split(",")) if found else ()


def split_words(said: str) -> list[str]:
    """Return the words of a text as SQLite's tokenizer finds them."""
    return said.translate(FOLDED).split()


class _Folded(dict[int, str]):
    """What becomes of a character; each is looked at once."""

    def __missing__(self, key: int) -> str:
        self[key] = found = _fold(chr(key))
        return found


def _fold(char: str) -> str:
    """Return a letter or number in small and without its signs, nothing for a sign, and a space for all else."""
    if char in _DROPPED:
        return ""
    category = unicodedata.category(char)
    if category[0] not in "LN" and category != "Co":
        return " "
    base = unicodedata.normalize("NFD", char)[0]
    if base.isascii():
        return base.lower()
    return next((small for small in (char.casefold(), char.lower()) if len(small) == 1), char)


FOLDED = _Folded()  # for `str.translate`: letters in small without signs, and spaces


def _vector(said: str) -> str:
    """Return a tsvector as PostgreSQL reads one: 'depot':2,7 'velmora':1."""
    places: dict[str, list[int]] = {}
    size = 0
    for place, word in enumerate(split_words(said), start=1):
        found = places.setdefault(word[:_LONGEST], [])
        size += 2 if found else 2 + len(word.encode())
        if size > _MOST_BYTES:
            break
        found.append(min(place, _MOST_PLACES))
    return " ".join(f"{_quoted(word)}:{','.join(map(str, told))}" for word, told in places.items() if told)


def _phrase(words: Sequence[str]) -> str:
    *first, last = (_quoted(word[:_LONGEST]) for word in words)
    return " <-> ".join((*first, f"{last}:*"))


def _quoted(word: str) -> str:
    return "'" + word.replace("\\", "\\\\").replace("'", "''") + "'"

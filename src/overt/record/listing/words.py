"""Search by words: what a person typed -> the incidents whose title or quotes have it."""

import re
import unicodedata
from collections.abc import Iterable

from sqlalchemy import Connection, Select, and_, exists, or_, select

from overt.record import schema, words

_PHRASE = re.compile(r'"([^"]*)"|([^\s"]+)')


def read_words(wanted: str) -> tuple[str, ...]:
    """Return what is searched: words, and as one what stands in quotation marks. Signs alone are no words."""
    # What is no character: a database may end there, or take half of one for an error.
    whole = wanted.replace("\0", " ").encode("utf-8", "replace").decode()
    typed = unicodedata.normalize("NFC", re.sub("[“”„«»]", '"', whole))
    found = (" ".join((match[1] or match[2] or "").split()) for match in _PHRASE.finditer(typed))
    return tuple(dict.fromkeys(one for one in found if words.split_words(one)))


def find_words(connection: Connection, wanted: str) -> Iterable[int]:
    """Return the numbers of the incidents in which each of the words begins a word of the title or of a quote."""
    parts = read_words(wanted)
    if not parts:
        return ()
    if words.has_word_index(connection):
        return words.find_numbers(connection, parts)
    return connection.execute(_without_index(parts)).scalars()


def _without_index(parts: tuple[str, ...]) -> Select[int]:
    listed, incidents, claims = schema.listed, schema.incidents, schema.claims
    query = select(listed.c.number).join(incidents, incidents.c.id == listed.c.incident_id)
    for part in parts:
        of_it = and_(claims.c.incident_id == incidents.c.id, claims.c.quote.icontains(part, autoescape=True))
        query = query.where(or_(incidents.c.title.icontains(part, autoescape=True), exists().where(of_it)))
    return query

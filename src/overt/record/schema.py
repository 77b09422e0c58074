"""The tables of a ledger, for SQLite and PostgreSQL alike: columns are for search, `body` holds the value as JSON."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Connection,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
)

from overt.record import words
from overt.record.columns import String, Text

SCHEMA_VERSION = 5
metadata = MetaData()

meta = Table("meta", metadata, Column("key", String, primary_key=True), Column("value", Text, nullable=False))

# `body` is the report without its text as the engine left it (its published date may be inferred); `digest` pins the
# report as it was collected, so that a change of its metadata is seen although its id stays.
reports = Table(
    "reports",
    metadata,
    Column("id", String, primary_key=True),
    Column("input", Text, nullable=False),
    Column("outlet", Text),
    Column("title", Text),
    Column("language", String, nullable=False),
    Column("published_edtf", String),
    Column("published_lo", String),
    Column("published_hi", String),
    Column("published_basis", String),
    Column("sha256_text", String, nullable=False),
    Column("text", Text, nullable=False),
    Column("chars", Integer, nullable=False),
    Column("digest", String, nullable=False),
    Column("body", Text, nullable=False),
    Column("added", String, nullable=False),
)

# `key` is the absolute path (or the address) of the input; `input` is what the user typed; `outlet_said` is the outlet
# that the user named for it.
inputs = Table(
    "inputs",
    metadata,
    Column("key", Text, primary_key=True),
    Column("report_id", ForeignKey("reports.id"), primary_key=True),
    Column("input", Text, nullable=False),
    Column("outlet_said", Text),
    Column("first_seen", String, nullable=False),
    Column("superseded_by", String),
    Column("superseded_at", String),
)

problems = Table(
    "problems",
    metadata,
    Column("id", String, primary_key=True),
    Column("key", Text, nullable=False, index=True),
    Column("name", String, nullable=False),
    Column("input", Text, nullable=False),
    Column("report_id", ForeignKey("reports.id")),
    Column("fatal", Boolean, nullable=False),
    Column("body", Text, nullable=False),
    Column("first_seen", String, nullable=False),
    Column("resolved", String),
)

# What an engine read, compressed: it is ten times the text it is about. `digest` covers the report, too.
readings = Table(
    "readings",
    metadata,
    Column("report_id", ForeignKey("reports.id"), primary_key=True),
    Column("engine", String, nullable=False),
    Column("knowledge", String, nullable=False),
    Column("digest", String, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("read", String, nullable=False),
)

incidents = Table(
    "incidents",
    metadata,
    Column("id", String, primary_key=True),
    Column("type", String, nullable=False, index=True),
    Column("family", String, nullable=False, index=True),
    Column("status", String, nullable=False),
    Column("edtf", String),
    Column("lo", String, index=True),
    Column("hi", String),
    Column("place", Text),
    Column("grade", Integer),
    Column("grade_rule", String),
    Column("independent", Integer, nullable=False),
    Column("undetermined", Integer, nullable=False),
    Column("dependent", Integer, nullable=False),
    Column("disputes", Integer, nullable=False),
    Column("title", Text, nullable=False),
    Column("body", Text, nullable=False),
)

countries = Table(
    "incident_countries",
    metadata,
    Column("incident_id", ForeignKey("incidents.id"), primary_key=True),
    Column("country", String, primary_key=True),
)

claims = Table(
    "claims",
    metadata,
    Column("incident_id", ForeignKey("incidents.id"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("id", String, nullable=False, index=True),
    Column("report_id", ForeignKey("reports.id"), nullable=False, index=True),
    Column("field", String, nullable=False),
    Column("value", Text, nullable=False),
    Column("quote", Text, nullable=False),
    Column("body", Text, nullable=False),
)

# `report_id`: the only report that knows it, for one that is never named.
entities = Table(
    "entities",
    metadata,
    Column("id", String, primary_key=True),
    Column("kind", String, nullable=False),
    Column("name", Text, nullable=False),
    Column("country", String),
    Column("report_id", ForeignKey("reports.id"), index=True),
    Column("body", Text, nullable=False),
)

# What one report tells of an entity: a state is told in most reports, and one more must not rewrite them all.
entity_parts = Table(
    "entity_parts",
    metadata,
    Column("entity_id", String, primary_key=True),
    Column("report_id", ForeignKey("reports.id"), primary_key=True, index=True),
    Column("body", Text, nullable=False),
)

statistics = Table(
    "statistics",
    metadata,
    Column("report_id", ForeignKey("reports.id"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("id", String, nullable=False, index=True),
    Column("body", Text, nullable=False),
)

questions = Table(
    "questions",
    metadata,
    Column("id", String, primary_key=True),
    Column("kind", String, nullable=False, index=True),
    Column("side_a", String, nullable=False, index=True),
    Column("side_b", String, nullable=False, index=True),
    Column("rank", Integer, nullable=False),
    Column("body", Text, nullable=False),
)

# What people decided: rows are added and never changed. `by` and `kind` are for search.
decisions = Table(
    "decisions",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("at", String, nullable=False),
    Column("by", Text, nullable=False, index=True),
    Column("kind", String, nullable=False, index=True),
    Column("body", Text, nullable=False),
)

# Accounts that a decision rests on, as they were read when it was taken, compressed.
kept_accounts = Table(
    "kept_accounts",
    metadata,
    Column("account_id", String, primary_key=True),
    Column("body", LargeBinary, nullable=False),
)

# Where a decision and what the engines say today do not fit.
conflicts = Table(
    "conflicts",
    metadata,
    Column("incident_id", ForeignKey("incidents.id"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("decision", Integer, nullable=False),
    Column("body", Text, nullable=False),
)

standings = Table(
    "standings",
    metadata,
    Column("report_id", ForeignKey("reports.id"), primary_key=True),
    Column("origin_group", String, nullable=False),
    Column("duplicate_of", String),
    Column("body", Text, nullable=False),
)

# What the findings rest on: each report that they take in, with the digest of its reading.
held = Table(
    "held",
    metadata,
    Column("report_id", ForeignKey("reports.id"), primary_key=True),
    Column("digest", String, nullable=False),
)

# What the newest revision rests on: each report with the digest of its reading and what read it.
basis = Table(
    "basis",
    metadata,
    Column("report_id", ForeignKey("reports.id"), primary_key=True),
    Column("digest", String, nullable=False),
    Column("engine", String, nullable=False),
    Column("knowledge", String, nullable=False),
)

# The states that the findings went through (types/history.py): rows are added and never changed.
revisions = Table(
    "revisions",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("at", String, nullable=False, index=True),
    Column("run", Integer),
    Column("decision", Integer, nullable=False),
    Column("mark", Text, nullable=False),
    Column("causes", Text, nullable=False),
    Column("added", Integer, nullable=False),
    Column("changed", Integer, nullable=False),
    Column("dropped", Integer, nullable=False),
)

# What each revision changed: `former` is the incident with its claims as it was until then, compressed (None: it was
# not there); `digest` pins what it is from then on (None: it is not there); `causes` are numbers of the revision's.
# Rows of a revision that is not there yet are what a renewal of several transactions has changed so far.
history = Table(
    "history",
    metadata,
    Column("incident_id", String, primary_key=True),
    Column("revision", Integer, primary_key=True, autoincrement=False, index=True),
    Column("digest", String),
    Column("causes", Text, nullable=False),
    Column("former", LargeBinary),
)

# A person took it out; what its inputs say does not bring it back.
removals = Table(
    "removals",
    metadata,
    Column("report_id", ForeignKey("reports.id"), primary_key=True),
    Column("reason", Text, nullable=False),
    Column("at", String, nullable=False),
)

# What is kept for comparing (types/kept.py): cards compressed, keys by their hash, their members by number.
cards = Table(
    "cards",
    metadata,
    Column("kind", String, primary_key=True),
    Column("id", String, primary_key=True),
    Column("body", LargeBinary, nullable=False),
)

names = Table(
    "names",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("id", String, nullable=False, unique=True),
)

keys = Table(
    "keys",
    metadata,
    Column("key", BigInteger, primary_key=True, autoincrement=False),
    Column("place", BigInteger, primary_key=True, autoincrement=False),
    Column("item", Integer, primary_key=True, autoincrement=False),
    sqlite_with_rowid=False,
)

ties = Table(
    "ties",
    metadata,
    Column("a", String, primary_key=True),
    Column("b", String, primary_key=True, index=True),
    Column("kind", String, primary_key=True),
    Column("strength", Integer, nullable=False),
    Column("reasons", Text, nullable=False),
    sqlite_with_rowid=False,
)

seats = Table(
    "seats",
    metadata,
    Column("account_id", String, primary_key=True),
    Column("report_id", ForeignKey("reports.id"), nullable=False, index=True),
    Column("arrival", Integer, nullable=False),
    Column("origin", String, nullable=False),
    Column("name", String, nullable=False),
    Column("incident_id", String, index=True),
    Column("claims", Text, nullable=False),
)

runs = Table(
    "runs",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("started", String, nullable=False),
    Column("finished", String),
    Column("version", String, nullable=False),
    Column("seconds", Float),
    Column("counts", Text, nullable=False),
)

log = Table(
    "log",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("at", String, nullable=False),
    Column("what", String, nullable=False),
    Column("detail", Text, nullable=False),
    Column("previous", String, nullable=False),
    Column("hash", String, nullable=False),
)

Index("problems_open", problems.c.resolved, problems.c.name)

# One slim row for each incident, from which lists are made (listing/): its number, its terms as JSON, and its place in
# each order, the smaller the earlier.
listed = Table(
    "listed",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("incident_id", String, nullable=False, unique=True),
    Column("terms", Text, nullable=False),
    *(Column(name, Integer, nullable=False) for name in ("newest", "oldest", "grade", "origins")),
    *(Column(name, Text, nullable=False) for name in ("type", "place", "title", "lo", "hi")),
)
ORDERS = {
    "newest": (listed.c.newest, listed.c.number),
    "oldest": (listed.c.oldest, listed.c.number),
    **{name: (listed.c[name], listed.c.newest, listed.c.number) for name in ("grade", "origins", "type", "place")},
    "title": (listed.c.title, listed.c.newest, listed.c.number),
}
for _name, _columns in ORDERS.items():
    Index(f"listed_by_{_name}", *_columns)
Index("listed_times", listed.c.hi, listed.c.lo, listed.c.number)

# The incidents of each term, as bits in parts (listing/bits.py); `many`: how many there are.
terms = Table(
    "terms",
    metadata,
    Column("facet", String, primary_key=True),
    Column("value", Text, primary_key=True),
    Column("part", Integer, primary_key=True, autoincrement=False),
    Column("many", Integer, nullable=False),
    Column("bits", LargeBinary, nullable=False),
)


def create_tables(connection: Connection, *, is_empty: bool = False) -> None:
    """Create all tables and the word index; unless there is nothing at all as yet, those that are missing."""
    metadata.create_all(connection, checkfirst=not is_empty)
    words.create_word_index(connection)

"""Builds reports for the tests of who is who: a text in, its entities out."""

from overt.divide import divide_report
from overt.extract.entities.mentions import EntityMap, find_entities
from overt.extract.parse import parse_passages
from overt.types.account import LocalEntity
from overt.types.report import Report


def read_entities(text: str) -> tuple[Report, EntityMap]:
    report = Report(
        id="rep_0", input="report.txt", url=None, outlet=None, title=None, published=None, language="en", text=text,
        sha256_raw="", sha256_text="",
    )  # fmt: skip
    return report, find_entities(report, parse_passages(report, divide_report(report)))


def entity(found: EntityMap, name: str) -> LocalEntity:
    """Return the entity of that name, alias or first mention."""
    hits = [one for one in found.entities if name in (one.name, *one.aliases, one.mentions[0].quote)]
    assert len(hits) == 1, f"{name}: {[(one.name, one.mentions[0].quote) for one in found.entities]}"
    return hits[0]


def quotes(one: LocalEntity) -> list[str]:
    return [mention.quote for mention in one.mentions]

"""The table of services and groups: every row can be looked up, and no name stands for two bodies of one country."""

from collections import Counter

from overt.base.knowledge import read_knowledge
from overt.extract.entities.known import find_known
from overt.types.account import EntityKind

ROWS = read_knowledge("services.yaml")


def test_every_row_says_where_it_can_be_looked_up() -> None:
    assert [row["id"] for row in ROWS if not str(row.get("source", "")).strip()] == []
    assert {row["kind"] for row in ROWS} <= set(EntityKind)


def test_rows_are_told_apart() -> None:
    assert [key for key, count in Counter(row["id"] for row in ROWS).items() if count > 1] == []
    names = Counter((name, row.get("country")) for row in ROWS for name in {row["name"], *row.get("names", ())})
    assert [key for key, count in names.items() if count > 1] == []
    assert {row["parent"] for row in ROWS if "parent" in row} <= {row["id"] for row in ROWS}


def known(text: str) -> set[str | None]:
    return {row.id for hit in find_known(text) for row in hit.rows}


def test_names_in_other_languages_are_the_same_body() -> None:
    assert "ent_known_ru_29155" in known("Ermittler sehen die Einheit 29155 dahinter.")
    assert "ent_known_ir_irgc" in known("Podejrzany miał kontakt z Korpus Strażników Rewolucji Islamskiej.")
    assert "ent_known_ru_wagner" in known("L'ancien du groupe Wagner a été vu.")
    assert known("Die Einheit 42 der Feuerwehr kam.") == set()

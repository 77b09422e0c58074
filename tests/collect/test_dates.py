import pytest

from overt.collect.dates import find_stated_date
from overt.types.report import PublishedBasis

BODY = "A warehouse burned down on Friday night, and police think that it was arson.\n\nNobody was hurt, they said.\n"


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("Published: 14 May 2024", "2024-05-14"),
        ("Published on Tuesday, May 14, 2024 at 9:15 a.m.", "2024-05-14"),
        ("Updated on 14th of May 2024", "2024-05-14"),
        ("First published: 14 May 2024 | Updated: 16 May 2024", "2024-05-14"),
        ("By Ada Lind | 14 May 2024", "2024-05-14"),
        ("14 May 2024, 09:15 CET", "2024-05-14"),
        ("2024-05-14", "2024-05-14"),
        ("Posted: 2024-05-14T09:15:00Z", "2024-05-14"),
        ("Veröffentlicht am 14. Mai 2024", "2024-05-14"),
        ("14.05.2024 09:15 Uhr", "2024-05-14"),
        ("Publié le 14 mai 2024", "2024-05-14"),
        ("Publicado el 14 de mayo de 2024", "2024-05-14"),
        ("Опубликовано: 14 мая 2024 года", "2024-05-14"),
        ("14 травня 2024", "2024-05-14"),
        ("(Published Tuesday, May 14, 2024)", "2024-05-14"),
        ("Published: 05/14/2024", "2024-05-14"),
        ("Published: 14/05/2024", "2024-05-14"),
        ("NORDHOLM, 14 May 2024 - A warehouse burned down.", "2024-05-14"),
        ("NORDHOLM, Veldria, May 14, 2024 (VNA) — A warehouse burned down.", "2024-05-14"),
        ("NORDHOLM, Veldria (May 14, 2024) – A warehouse burned down.", "2024-05-14"),
    ],
)
def test_date_lines(line: str, day: str) -> None:
    found = find_stated_date(f"Fire in the port\n\n{line}\n\n{BODY}")
    assert found
    assert (found.interval.edtf, found.basis) == (day, PublishedBasis.STATED)


@pytest.mark.parametrize(
    "line",
    [
        "© 2024 The Nordholm Echo",
        "Published: 31 February 2024",
        "Published: 03/04/2024",  # March or April: two readings
        "Published 3 hours ago",
        "The court was opened on 14 May 2024 and closed a week later.",
        "He was arrested in May 2024.",
        "Release date of the film: 14 May 2024, the studio said on its own page.",
        "NORDHOLM, May 14 - A warehouse burned down.",  # no year
    ],
)
def test_what_is_no_date_line(line: str) -> None:
    assert find_stated_date(f"Fire in the port\n\n{line}\n\n{BODY}") is None


def test_a_date_deep_in_the_text_is_not_the_day_of_publication() -> None:
    assert (
        find_stated_date("\n".join(["A line of the story follows here."] * 20 + ["14 May 2024"] + ["More text."] * 20))
        is None
    )


def test_a_date_line_at_the_end_counts_with_its_cue() -> None:
    found = find_stated_date("\n".join(["A line of the story follows here."] * 20 + ["Last updated: 14 May 2024"]))
    assert found
    assert found.interval.edtf == "2024-05-14"

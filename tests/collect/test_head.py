"""Lines "key: value" above a saved text give facts; only they are marked, and a headline stays readable."""

from overt.collect.head import read_head

BODY = "\nOSLO - A fire broke out. Police: it was arson.\n"


def test_head_gives_facts_and_is_marked() -> None:
    text = "Headline: Fire at the depot\nDate: 2025-03-04\nSource: The Example Times\nAuthor: A. Writer\n" + BODY
    facts, marks, problems = read_head(text, "fire.txt")
    assert (facts.title, facts.outlet) == ("Fire at the depot", "The Example Times")
    assert facts.published is not None
    assert facts.published.interval.edtf == "2025-03-04"
    quotes = [mark.span.quote(text) for mark in marks]
    assert quotes == ["Headline: ", "Date: 2025-03-04", "Source: The Example Times", "Author: A. Writer"]
    assert problems == ()


def test_head_in_other_words_and_line_ends() -> None:
    text = "\n\nЗаголовок: Пожежа на складі\r\nДжерело: Приклад\r\n" + BODY
    facts, marks, _ = read_head(text, "fire.txt")
    assert (facts.title, facts.outlet, len(marks)) == ("Пожежа на складі", "Приклад", 2)


def test_a_colon_in_a_story_is_no_head() -> None:
    for text in (
        "Source: ship lost its anchor\n" + BODY,  # one line alone
        "Warning: a storm\nPolice: no comment\n" + BODY,  # no known keys
        "Fire at the depot\nDate: 2025-03-04\nSource: The Example Times\n" + BODY,  # not at the top
        "Date:\nSource:\n" + BODY,  # says nothing
    ):
        assert read_head(text, "fire.txt")[1] == ()


def test_bad_date_is_a_problem_and_the_rest_is_kept() -> None:
    facts, _, problems = read_head("Title: Fire\nDate: some day\n" + BODY, "fire.txt")
    assert facts.title == "Fire"
    assert [problem.name for problem in problems] == ["published-invalid"]

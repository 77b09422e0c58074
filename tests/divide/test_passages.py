import pytest
from hypothesis import given
from hypothesis import strategies as st

from overt.base.spans import Span
from overt.divide import divide_report
from overt.types.passage import Passage, PassageKind
from overt.types.report import Boilerplate, BoilerplateKind, Report


def make_report(text: str, *marked: str) -> Report:
    marks = tuple(
        Boilerplate(
            span=Span(start=text.index(quote), end=text.index(quote) + len(quote)),
            kind=BoilerplateKind.OTHER,
            rule="test",
        )
        for quote in marked
    )
    return Report(
        id="rep_0", input="x", url=None, outlet=None, title=None, published=None, language="en", text=text,
        sha256_raw="", sha256_text="", boilerplate=marks,
    )  # fmt: skip


def sentences(text: str) -> list[str]:
    return [span.quote(text) for passage in divide_report(make_report(text)) for span in passage.sentences]


def test_title_paragraphs_and_boilerplate() -> None:
    text = (
        "Two held after fire\n\nA hall burned. Nobody was hurt.\r\n\r\n"
        "Advertisement\nWhat the court heard\nVarga spoke.\n"
    )
    passages = divide_report(make_report(text, "Advertisement"))
    assert [(p.index, p.kind, p.span.quote(text)) for p in passages] == [
        (0, PassageKind.HEADING, "Two held after fire"),
        (1, PassageKind.PARAGRAPH, "A hall burned. Nobody was hurt."),
        (2, PassageKind.BOILERPLATE, "Advertisement"),
        (3, PassageKind.HEADING, "What the court heard"),
        (4, PassageKind.PARAGRAPH, "Varga spoke."),
    ]


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("# Two held after fire.", PassageKind.HEADING),
        ("Who gave the order", PassageKind.HEADING),
        ("- Two men held near the border", PassageKind.PARAGRAPH),
        ("2) Two men held near the border", PassageKind.PARAGRAPH),
        ("Nobody was hurt.", PassageKind.PARAGRAPH),
        ("“Nobody was hurt”, she said:", PassageKind.PARAGRAPH),
        ("two men held near the border", PassageKind.PARAGRAPH),
    ],
)
def test_what_is_a_heading(line: str, kind: PassageKind) -> None:
    passages = divide_report(make_report(f"A hall burned down.\n\n{line}\n\nNobody was hurt."))
    assert passages[1].kind is kind


def test_boilerplate_inside_a_line_cuts_it() -> None:
    text = "A hall burned. Read more here. Nobody was hurt."
    passages = divide_report(make_report(text, "Read more here."))
    assert [(p.kind.value, p.span.quote(text)) for p in passages] == [
        ("paragraph", "A hall burned."),
        ("boilerplate", "Read more here."),
        ("paragraph", "Nobody was hurt."),
    ]


@pytest.mark.parametrize(
    "expected",
    [
        ["The U.S. expelled two men.", "Veldria did the same."],
        ["Gen. A. B. Orre met Mr. Lind and Dr. Varga on Jan. 5.", "They spoke for an hour."],
        ["“Nobody was hurt.”", "She left at 3 p.m. on Monday."],
        ["“We are ready for this,” Orre said.", "“We have time.”"],
        ["He asked: “Who gave the order?” and left.", "Nobody answered."],
        ["«Мы готовы», — сказал Орре.", "Суд идёт."],
        ["It cost $1.5 million.", "That is 3.2 per cent more."],
        ["Lind, of Nordholm Ltd., denied it.", "So did Orre Jr. in a letter."],
    ],
)
def test_sentences(expected: list[str]) -> None:
    assert sentences(" ".join(expected)) == expected


def test_hard_wrapped_text_is_joined_to_paragraphs() -> None:
    text = (
        "A warehouse in the port of Nordholm burned down on Friday night,\n"
        "and investigators think that it was arson. Police arrested two\n"
        "men near the border, the prosecutor Ilse Varga told reporters in\n"
        "the town.\n"
        "\n"
        "Nobody was hurt in the fire, she said, and the two men had been\n"
        "found with canisters in the boot of a hired car that they could\n"
        "not explain.\n"
    )
    passages = divide_report(make_report(text))
    assert [len(p.sentences) for p in passages] == [2, 1]
    assert passages[0].span.quote(text).endswith("the town.")


def test_one_long_line_is_one_paragraph() -> None:
    text = "A hall burned in Nordholm. " * 400
    (passage,) = divide_report(make_report(text))
    assert passage.kind is PassageKind.PARAGRAPH
    assert len(passage.sentences) == 400


@pytest.mark.parametrize("text", ["", " \n\u00a0\n"])
def test_nothing_gives_nothing(text: str) -> None:
    assert divide_report(make_report(text)) == ()


@given(st.text(alphabet=st.sampled_from("Ab.!?”“ \n\r\u00a0\u2028«»'1é😀"), max_size=200))
def test_passages_and_sentences_hold_all_but_white_space(text: str) -> None:
    passages = divide_report(make_report(text))
    assert [passage.index for passage in passages] == list(range(len(passages)))
    for holder in ([p.span for p in passages], [s for p in passages for s in p.sentences]):
        covered = "".join("".join(span.quote(text).split()) for span in holder)
        assert covered == "".join(text.split())
        assert all(span.quote(text) == span.quote(text).strip() for span in holder)
    assert all(p.span.contains(s) for p in passages for s in p.sentences)
    assert all(isinstance(p, Passage) for p in passages)

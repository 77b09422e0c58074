from pathlib import Path

import pytest
import yaml

from overt.base.errors import KnowledgeError
from overt.extract.codebook.lexicon import list_languages, load_lexicon, read_lexicon

CASES = yaml.safe_load((Path(__file__).parent.parent / "cases" / "lexicon.yaml").read_text(encoding="utf-8"))
MOST_REPORTED = ("violence.killing", "sabotage.arson", "espionage.collection", "response.arrest", "response.verdict")


@pytest.mark.parametrize("case", CASES, ids=[f"{case['language']}: {case['text'][:30]}" for case in CASES])
def test_finds_what_a_sentence_tells_of(case: dict[str, object]) -> None:
    lexicon = load_lexicon(str(case["language"]))
    assert lexicon is not None
    found = {hit.type for hit in lexicon.find(str(case["text"]))}
    assert found == set(case["types"])  # type: ignore[call-overload]


@pytest.mark.parametrize("language", list_languages())
def test_every_language_knows_the_most_reported_types(language: str) -> None:
    lexicon = load_lexicon(language)
    assert lexicon is not None
    assert lexicon.language == language
    assert set(MOST_REPORTED) <= set(lexicon.types)


def test_hits_quote_the_text_and_do_not_overlap() -> None:
    lexicon = load_lexicon("de")
    assert lexicon is not None
    text = "Der Agent wurde ermordet, der Mord gestanden, der Täter festgenommen."
    hits = lexicon.find(text)
    assert [hit.span.quote(text) for hit in hits] == ["ermordet", "Mord", "festgenommen"]


def test_a_stem_inside_a_word_is_no_hit() -> None:
    lexicon = load_lexicon("fr")
    assert lexicon is not None
    assert not lexicon.find("Une situation constituée")


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("de", "Die Bundesanwaltschaft ließ einen Diplomaten festnehmen; er ist als Spion verdächtig.", True),
        (
            "de",
            "Der Trainer der Bundesliga lobte den Stürmer nach der Halbzeit; ein Angriff auf das Tor misslang.",
            False,
        ),
        ("ru", "Контрразведка задержала сотрудника посольства по подозрению в шпионаже.", True),
        ("ru", "Режиссёр снял фильм, где актёр играет шпиона разведки; сериал выйдет осенью.", False),
        ("pl", "Kucharz ugotował zupę.", False),
    ],
)
def test_tells_the_subject_by_its_words(language: str, text: str, expected: bool) -> None:
    lexicon = load_lexicon(language)
    assert lexicon is not None
    assert lexicon.is_in_scope(text) is expected


def test_a_language_without_words_has_no_lexicon() -> None:
    assert load_lexicon("xx") is None


def test_an_unknown_type_is_refused_with_the_nearest() -> None:
    content = {"language": "de", "types": {"violence.kiling": ["mord*"]}, "scope": {"state": ["spion*"]}}
    with pytest.raises(KnowledgeError, match=r"Did you mean 'violence\.killing'"):
        read_lexicon(content, "lexicon_de.yaml")

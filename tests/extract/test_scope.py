from pathlib import Path

import pytest
import yaml

from overt.base.errors import KnowledgeError
from overt.extract.codebook.scope import Side, is_in_scope, read_scope, score_scope

CASES = yaml.safe_load((Path(__file__).parent.parent / "cases" / "scope.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=[case["note"] for case in CASES])
def test_tells_reports_on_our_subject_from_others(case: dict[str, object]) -> None:
    assert is_in_scope(str(case["text"])) is case["in_scope"], score_scope(str(case["text"]))


def test_an_empty_text_is_out_of_scope() -> None:
    assert not is_in_scope("")


def test_a_word_said_often_counts_once() -> None:
    assert score_scope("spy " * 50)[Side.STATE] == score_scope("spy")[Side.STATE]


def test_a_short_acronym_inside_another_word_is_no_service() -> None:
    assert score_scope("The magician and the social club")[Side.STATE] == 0


def test_an_unknown_key_is_refused_with_the_nearest_known_one() -> None:
    group = {"name": "x", "side": "act", "weigth": 1, "cap": 1, "any": ["y"]}
    thresholds = {"state_least": 1, "act_least": 1, "total_least": 1, "domain_state_least": 0}
    with pytest.raises(KnowledgeError, match="Did you mean 'weight'"):
        read_scope({"thresholds": thresholds, "groups": [group]})

"""Says types of the codebook and their families in words: "sabotage.arson" is "Arson"."""

from overt.base.knowledge import read_knowledge
from overt.words.codes import say_code


def say_type(code: str) -> str:
    """Say a type as titles of incidents do; one that a codebook of your own brings is said by its code."""
    row = read_knowledge("titles.yaml").get(code)
    return str(row[0]) if row else say_code(code.rpartition(".")[2]).capitalize()


def say_family(code: str) -> str:
    """Say the family of a type: "sabotage"."""
    return say_code(code.partition(".")[0])

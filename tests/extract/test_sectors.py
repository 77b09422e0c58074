"""A target's description gives its sector."""

import pytest

from overt.base.knowledge import read_knowledge
from overt.extract.figures.sectors import find_sectors


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("a furniture store", ("commerce",)),
        ("warehouses of a parcel firm", ("transport", "commerce")),
        ("the police station", ("government",)),
        ("an army base", ("military",)),
        ("an exiled journalist", ("exile_diaspora",)),
        ("Jewish cemeteries", ("culture_memorial",)),
        ("two arms factories", ("industry",)),
        ("a nuclear power plant", ("critical_infrastructure",)),
        ("the interior ministry", ("government",)),
        ("undersea cables", ("critical_infrastructure",)),
        ("the railway line", ("transport",)),
        ("a newspaper office", ("media",)),
        ("the embassies", ("diplomatic",)),
        ("a human rights lawyer", ("civil_society",)),
        ("a pensioner's house", ("private_person",)),
        ("something else", ()),
    ],
)
def test_sectors(words: str, expected: tuple[str, ...]) -> None:
    assert find_sectors(words) == expected


def test_codes_are_the_codebooks() -> None:
    codes = """
        transport government critical_infrastructure industry military media civil_society exile_diaspora diplomatic
        commerce private_person culture_memorial
    """
    assert set(read_knowledge("sectors.yaml")) == set(codes.split())

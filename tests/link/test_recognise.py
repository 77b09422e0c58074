"""Places are told from people, institutions and plain words by what stands around them."""

from pathlib import Path

import pytest

from overt.link.gazetteer import cache_folder, fold_name, open_gazetteer
from overt.link.recognise import find_places


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("He drove from Vilnius to Warsaw via Kaunas.", ["Vilnius", "Warsaw", "Kaunas"]),
        ("Jack London was seen with Paris Hilton.", []),
        ("Mr. Houston said Houston was tired.", []),
        ("The New York office of a firm from Rio de Janeiro closed.", ["New York", "Rio de Janeiro"]),
        ("A man of Riga's old town, in Latvia.", ["Riga", "Latvia"]),
        ("Police said that in May he would march.", []),
        ("Two Russian men left the United States.", ["Russian", "United States"]),
        ("A Canada-based firm flew the Washington-Moscow route.", ["Canada", "Washington", "Moscow"]),
        ("He lives in Stratford-upon-Avon.", ["Stratford-upon-Avon"]),
        ("Officers of the Ternopil Police Department came.", ["Ternopil"]),
        ("The Tennessee Senate met.", ["Tennessee"]),
        ("GRAZ (Nordlink) - A clerk was held.", ["GRAZ"]),
        ("Goose Creek — A depot burnt.", ["Goose Creek"]),
        ("The City of Norfolk paid.", ["Norfolk"]),
        ("A Gainesville man was tried.", ["Gainesville"]),
        ("Sales rose. Superior forces came.", []),
        ("They go to Paris. A Paris judge heard him.", ["Paris", "Paris"]),
        ("He was seen in Tallinn Tuesday.", ["Tallinn"]),
        ("Senators of Charleston, W.Va., and Macon, Ga., spoke.", ["Charleston", "W.Va.", "Macon", "Ga."]),
        ("Jerome Bell ran. Police chased Bell.", []),
        ("Talks with Hamas and the Duma failed.", []),
        ("Georgia Smith came.", []),
        ("The Washington Post wrote of Estonia.", ["Estonia"]),
    ],
)
def test_places_are_found(text: str, places: list[str]) -> None:
    assert [place.span.quote(text) for place in find_places(text)] == places


def test_inflected_names_are_found_in_their_language() -> None:
    text = "Его задержали в Варшаве и увезли в Вильнюс."
    assert [place.span.quote(text) for place in find_places(text, "ru")] == ["Варшаве", "Вильнюс"]


def test_names_are_compared_without_accents_dots_and_case() -> None:
    assert fold_name("St. Louis") == fold_name("Saint Louis") == "saint louis"
    assert fold_name("Łódź") == "lodz"
    assert fold_name("Xi’an") == "xian"


def test_the_most_populous_town_comes_first_and_is_whole() -> None:
    towns = open_gazetteer().find_named(["london", "no such town"])
    assert list(towns) == ["london"]
    london = towns["london"][0]
    assert (london.country, london.adm1, london.id) == ("GB", "ENG", "geonames:2643743")
    populations = [town.population for town in towns["london"]]
    assert populations == sorted(populations, reverse=True)


def test_the_cache_is_where_the_user_says(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("OVERT_CACHE", str(tmp_path / "chosen"))
    assert cache_folder() == tmp_path / "chosen"
    monkeypatch.delenv("OVERT_CACHE")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert cache_folder() == tmp_path / "overt"
    monkeypatch.delenv("XDG_CACHE_HOME")
    assert cache_folder() == Path.home() / ".cache" / "overt"

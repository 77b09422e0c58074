"""An outlet is at home where its name, its web address or the list says; that is evidence, as ambiguous as any name."""

import pytest

from overt.base.knowledge import read_knowledge
from overt.link.atlas import load_atlas
from overt.link.home import NO_HOME, find_home
from overt.link.lookup import find_candidates


@pytest.mark.parametrize(
    ("outlet", "url", "key"),
    [
        ("The Norfolk Daily News", None, "norfolk"),
        ("Ternopil Weekly", None, "ternopil"),
        (None, "https://www.gainesvilleregister.example.com/a", "gainesville"),
        (None, "https://norfolkdailynews.com/2025/x.html", "norfolk"),
        (None, "https://kansascity.com/x", "kansas city"),
        (None, "https://news.thelansingstatejournal.com", "lansing"),
        ("reading-chronicle.co.uk", None, "reading"),
    ],
)
def test_the_name_or_the_address_names_the_town(outlet: str | None, url: str | None, key: str) -> None:
    assert key in find_home(outlet, url).names


@pytest.mark.parametrize(
    ("outlet", "url"),
    [
        (None, None),
        ("The Daily News", None),
        ("The Evening Standard", None),
        ("Reuters", "https://reuters.com/x"),
        ("The Guardian", "https://theguardian.com/x"),
        ("Post", "https://the-post.com"),
        ("The Insider", "https://theinsider.com"),
    ],
)
def test_most_names_say_nothing(outlet: str | None, url: str | None) -> None:
    assert find_home(outlet, url) == NO_HOME


def test_an_address_ends_in_its_country() -> None:
    assert find_home(None, "https://example.lv/x").country == "LV"
    assert find_home(None, "https://example.co.uk/x").country == "GB"
    assert find_home(None, "https://example.io/x").country is None  # not the Indian Ocean


def test_two_towns_may_share_an_outlet() -> None:
    assert {"leeds", "bradford"} == set(find_home(None, "https://leedsandbradfordtimes.co.uk").names)


def test_every_home_of_the_list_is_known_and_lies_where_it_says() -> None:
    homes = read_knowledge("outlet_homes.yaml")["homes"]
    for country, places in homes.items():
        for place, hosts in places.items():
            for host in hosts:
                found = find_home(None, f"https://www.{host}/x")
                (senses,) = found.names.values() or [()]
                assert [(one.country, one.kind in ("town", "country")) for one in senses] == [(country, True)], place
    hosts = [host for places in homes.values() for found in places.values() for host in found]
    assert len(hosts) == len(set(hosts))


def test_worldwide_endings_are_endings() -> None:
    assert all(len(ending) == 2 for ending in read_knowledge("outlet_homes.yaml")["worldwide_endings"])
    assert find_candidates(("norfolk",), load_atlas("en"))

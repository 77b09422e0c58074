"""Finds the dateline of a paragraph ("VIENNA, 3 March (Norda) -"): paragraph text in, its end out."""

import re
from functools import cache

_TOWN = r"[^\W\d_][\w'’.-]*(?: [^\W\d_][\w'’.-]*){0,3}"
_DASH = r"\s?(?:--|[-–—])\s"
_MOST_CHARACTERS = 90


@cache
def _pattern() -> re.Pattern[str]:
    shouted = r"(?=[^a-zß-öø-ÿ,(–—]{3,}[,(–—\s])" + _TOWN
    rest = r"(?:, [^–—()\n]{1,40})?"
    agency = r"\s?\([^()\n]{2,40}\)"
    marked = rf"(?:{shouted}{rest}(?:{agency})?|{_TOWN}{rest}{agency}){_DASH}"
    bare = r"(?:[^\W\d_a-zß-öø-ÿ][\w'’.-]+ ?){1,3} ?[–—] (?=[\"“«„]?[^\W\d_a-zß-öø-ÿ])"
    return re.compile(rf"{marked}|{bare}")


def dateline_end(paragraph: str) -> int:
    """Return where the dateline of a paragraph ends (code points); 0 if it has none.

    It names the place of writing and the day of writing, which are not those of the event.
    """
    match = _pattern().match(paragraph[:_MOST_CHARACTERS])
    return match.end() if match else 0

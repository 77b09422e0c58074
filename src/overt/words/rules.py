"""Says the rules by which a value stands before others and a source letter is given."""

STEPS = {
    "best graded": "it stands on the better evidence: firm before hedged, more origins before one",
    "more origins": "more origins give it",
    "more precise": "it is the more precise one",
    "lower": "of casualties the lower number stands until more is known",
    "first in order": "nothing else tells them apart; the first in order stands",
    "denied": "it is denied by some; a denial is shown beside it and does not take its place",
}
LETTERS = {
    "L1": "no link of the best chain of speakers has a letter",
    "L2": "one step below the worst known letter of the best chain: its origin is anonymous or unrated",
    "L3": "the worst letter of the best chain of speakers",
    "S9": "no claim speaks for it, or nothing is known of its source",
}

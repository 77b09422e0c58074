"""What a report's other places say about each: text -> `PlaceContext`, with one sense chosen for every name."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from overt.link.atlas import Atlas, load_atlas
from overt.link.gazetteer import Candidate, fold_name
from overt.link.home import NO_HOME, Home
from overt.link.ranking import Belief, Votes, count_votes, is_stray, measure, read_weights, score, weigh
from overt.link.recognise import FoundPlace, Verdict, weigh_places
from overt.link.words import split_words

_ROUNDS = 3
_MOST_CANDIDATES = 60
_DEMONYM_VOTE, _MOST_DEMONYMS = 0.5, 4
_SAME_LANGUAGE = 4.0
_LEAST_BELIEF = 0.02  # what is less likely has no voice


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceContext:
    """A report's text and what its place names mean in it. `senses` and `beliefs` are keyed by folded name."""

    text: str
    language: str
    atlas: Atlas
    senses: Mapping[str, Candidate] = field(default_factory=dict)
    beliefs: Mapping[str, Belief] = field(default_factory=dict)  # the likely candidates with their weights
    demonym_votes: Mapping[str, float] = field(default_factory=dict)  # by country
    home_votes: Votes = field(default_factory=Votes)  # of the outlet's name and address
    weights: Mapping[str, float] = field(default_factory=read_weights)


def build_context(
    text: str, language: str = "en", home: Home = NO_HOME, weights: Mapping[str, float] | None = None
) -> PlaceContext:
    """Return the context of a report's text: its places recognised and each name's likeliest sense."""
    atlas = load_atlas(language)
    found = weigh_places(text, language)
    demonyms = Counter(code for word in split_words(text) if (code := atlas.demonyms.get(fold_name(word.text))))
    votes = {code: _DEMONYM_VOTE * min(_MOST_DEMONYMS, count) for code, count in demonyms.items()}
    context = PlaceContext(
        text=text, language=language, atlas=atlas, demonym_votes=votes, weights=weights or read_weights()
    )
    return _settle(context, _options(found), home)


def _options(found: Sequence[FoundPlace]) -> dict[str, tuple[Candidate, ...]]:
    """The senses of each name: those that a qualifier after it allows, wherever in the report it has one."""
    options = {place.key: place.candidates[:_MOST_CANDIDATES] for place in found if place.verdict > Verdict.FAINT}
    for place in reversed(found):
        if place.within:
            options[place.key] = place.within
    return options


def _settle(context: PlaceContext, options: Mapping[str, tuple[Candidate, ...]], home: Home) -> PlaceContext:
    """Let the names vote on where the report plays, each for all its senses by their weight, until they agree."""
    at_home = {home.country: 1.0} if home.country else {}
    context = replace(context, home_votes=count_votes((), at_home))
    beliefs = {key: weigh(_scores(key, senses, context)) for key, senses in options.items()}
    for _ in range(_ROUNDS):
        context = replace(context, beliefs={key: _likely(belief) for key, belief in beliefs.items()},
                          home_votes=count_votes((), at_home))  # fmt: skip
        context = replace(context, home_votes=_count_home(home, at_home, context))
        beliefs = {key: weigh(_scores(key, senses, context)) for key, senses in options.items()}
    return replace(context, senses={key: max(belief, key=lambda pair: pair[1])[0] for key, belief in beliefs.items()})


def _likely(belief: Belief) -> Belief:
    return tuple(pair for pair in belief if pair[1] > _LEAST_BELIEF)


def _count_home(home: Home, at_home: Mapping[str, float], context: PlaceContext) -> Votes:
    """The names in an outlet's name are as ambiguous as any: "The Paris News" is of the Paris that its report is about.

    But an outlet writes in the language of its town.
    """
    beliefs = []
    for key, senses in home.names.items():
        scores = _scores(key, senses[:_MOST_CANDIDATES], context)
        for one in scores:
            if context.atlas.languages.get(one.country or "") == context.language:
                scores[one] += _SAME_LANGUAGE
        beliefs.append(_likely(weigh(scores)))
    return count_votes(beliefs, at_home)


def choose(key: str, options: Sequence[Candidate], context: PlaceContext) -> Candidate | None:
    """Return the likeliest of a name's senses, given what the report's other names mean. None: all are far off."""
    others = _others(key, context)
    fitting = [one for one in options if not is_stray(one, others, context.home_votes)]
    scores = _scores(key, fitting, context)
    return max(fitting, key=lambda one: scores[one]) if fitting else None


def _scores(key: str, options: Sequence[Candidate], context: PlaceContext) -> dict[Candidate, float]:
    return {one: score(found, context.weights) for one, found in measure_senses(key, options, context).items()}


def measure_senses(key: str, options: Sequence[Candidate], context: PlaceContext) -> dict[Candidate, dict[str, float]]:
    """Return what speaks for each of a name's senses in its report: the features that are weighed."""
    others = _others(key, context)
    return {one: measure(one, others, context.home_votes) for one in options}


def _others(key: str, context: PlaceContext) -> Votes:
    """What the other names say. "Dublin City" says nothing about which Dublin is meant: it is the same name again."""
    kept = (belief for other, belief in context.beliefs.items() if other != key and not _is_echo(key, other))
    return count_votes(kept, context.demonym_votes)


def _is_echo(key: str, other: str) -> bool:
    return f" {key} " in f" {other} " or f" {other} " in f" {key} "

"""Reads how a governing word moves roles: the word over an act in, who does the act and which legal step it is out."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from spacy.tokens import Token

from overt.base.errors import KnowledgeError
from overt.base.knowledge import read_knowledge
from overt.extract.acts.control import Governor, governor_of
from overt.extract.acts.phrases import RELATIVE_PRONOUNS, surface_subject
from overt.types.account import Role

_POS_OF = {"verb": {"VERB", "AUX"}, "noun": {"NOUN", "PROPN"}, "adjective": {"ADJ", "ADV", "ADP", "VERB", "SCONJ"}}
_KEYS = {
    "kind",
    "controller",
    "embed",
    "role_of_controller",
    "role_of_subject",
    "role_of_object",
    "stage",
    "legal_type",
}
_MAX_CLIMB = 5
_STANDING_ROLES = frozenset({Role.DIRECTOR, Role.HANDLER, Role.FACILITATOR, Role.VICTIM})


@dataclass(frozen=True, slots=True, kw_only=True)
class Operator:
    """One governing word (its head) with what it does to the act under it."""

    others: tuple[str, ...]
    pos: str
    kind: str
    controller: str
    embed: frozenset[str]
    role_of_controller: Role | None
    role_of_subject: Role | None
    legal_type: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Operators:
    """All governing words by the lemma of their head."""

    by_lemma: Mapping[str, tuple[Operator, ...]]
    light_verbs: frozenset[str]

    def at(self, governor: Token, embed: str) -> Operator | None:
        """Return the operator that the token is for an act attached by `embed` ("xcomp", "obj", a preposition)."""
        best = None
        for operator in self.by_lemma.get(governor.lemma_.lower(), ()):
            if governor.pos_ not in _POS_OF[operator.pos] or not _embeds(operator, embed):
                continue
            if operator.others and not _has_words(governor, operator.others):
                continue
            if best is None or len(operator.others) > len(best.others):
                best = operator
        return best

    def control_of(self, governor: Token, embed: str) -> str | None:
        """Return who does the act: subj, obj, none, or a preposition; None if the word is no operator."""
        operator = self.at(governor, embed)
        return operator.controller if operator is not None else None

    def governors(self, token: Token) -> Iterator[tuple[Governor, Operator | None]]:
        """Yield the words over an act, nearest first, each with its operator."""
        current = token
        for _ in range(_MAX_CLIMB):
            governor = governor_of(current)
            if governor is None:
                return
            yield governor, self.at(governor.token, governor.embed)
            current = governor.token

    def legal_step(self, token: Token) -> Token | None:
        """Return the legal step whose subject matter the act is ("charged with", "arrested on suspicion of")."""
        for number, (governor, operator) in enumerate(self.governors(token)):
            if operator is None:
                if number > 0 or governor.token.pos_ == "VERB":
                    return None
                continue
            if operator.legal_type is not None and operator.pos == "verb":
                return governor.token
        return None

    def standing_roles(self, token: Token) -> Iterator[tuple[Role, list[Token], Role | None]]:
        """Yield (role, heads, role of the doer) of those who stand over an act: ordered, hired, helped, survived it."""
        clauses = [
            child for child in token.children if child.dep_ in {"acl", "relcl"} and token.pos_ in {"NOUN", "PROPN"}
        ]
        for clause in clauses:  # "arson ordered by the service", "the fire that it ordered"
            operator = self.at(clause, "obj")
            if operator is not None and operator.role_of_subject in _STANDING_ROLES and operator.role_of_subject:
                yield operator.role_of_subject, _agents(clause) or _own_subject(clause), operator.role_of_controller
        for governor, operator in self.governors(token):
            if operator is None or governor.token.pos_ not in {"VERB", "AUX"}:
                return
            if operator.role_of_subject in _STANDING_ROLES and operator.role_of_subject is not None:
                passive = any(child.dep_ == "auxpass" for child in governor.token.children)
                heads = _agents(governor.token) if passive else surface_subject(governor.token)
                yield operator.role_of_subject, heads, operator.role_of_controller


def _agents(verb: Token) -> list[Token]:
    return [
        grand for child in verb.children if child.dep_ == "agent" for grand in child.children if grand.dep_ == "pobj"
    ]


def _own_subject(clause: Token) -> list[Token]:
    """Return the subject that a relative clause has of its own: "the fire that the service ordered"."""
    return [child for child in clause.children if child.dep_ == "nsubj" and child.lower_ not in RELATIVE_PRONOUNS]


def _embeds(operator: Operator, embed: str) -> bool:
    return embed in operator.embed or any(phrase.split()[0] == embed for phrase in operator.embed)


def _has_words(governor: Token, words: tuple[str, ...]) -> bool:
    near = {child.lemma_.lower() for child in governor.children} | {
        grand.lemma_.lower() for child in governor.children for grand in child.children
    }
    return all(word in near for word in words)


@cache
def load_operators() -> Operators:
    """Return the operators that ship with overt. Raises KnowledgeError for an unknown key or role."""
    by_lemma: dict[str, list[Operator]] = {}
    light: set[str] = set()
    for row in read_knowledge("operators.yaml")["operators"]:
        frame = row["frame"]
        if unknown := set(frame) - _KEYS:
            raise KnowledgeError(
                f"unknown key {min(unknown)!r}",
                where=f"operators.yaml: {row['lemmas'][0]}",
                todo=f"Use {sorted(_KEYS)}.",
            )
        for words in row["lemmas"]:
            head, *others = words.split()
            by_lemma.setdefault(head, []).append(
                Operator(
                    others=tuple(others),
                    pos=row["pos"],
                    kind=frame["kind"],
                    controller=frame["controller"],
                    embed=frozenset(frame["embed"]),
                    role_of_controller=_role(frame.get("role_of_controller")),
                    role_of_subject=_role(frame.get("role_of_subject")),
                    legal_type=frame.get("legal_type"),
                )
            )
            if (
                row["pos"] == "verb"
                and "obj" in frame["embed"]
                and frame["kind"] in {"commit", "plan", "order", "attempt"}
            ):
                light.add(head)
    return Operators(by_lemma={lemma: tuple(rows) for lemma, rows in by_lemma.items()}, light_verbs=frozenset(light))


def _role(value: str | None) -> Role | None:
    return None if value is None else Role(value)

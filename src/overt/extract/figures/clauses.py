"""Tells which words belong to the clause of a trigger: Token -> tokens of its clause, without other clauses."""

from collections.abc import Iterator

from spacy.tokens import Token

_CLAUSE_DEPS = frozenset(
    {"ROOT", "ccomp", "advcl", "relcl", "acl", "xcomp", "parataxis", "pcomp", "csubj", "csubjpass"}
)
_SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj", "expl"})


def clause_root(token: Token) -> Token:
    """Return the word that heads the smallest clause around `token` (itself, if it heads one)."""
    current = token
    while current.head != current and not heads_clause(current):
        current = current.head
    return current


def heads_clause(token: Token) -> bool:
    """Say whether a token heads a clause: a verb in a clause slot, or a verb coordinated with one."""
    if token.head == token:
        return True
    if token.pos_ not in {"VERB", "AUX"}:
        return token.dep_ in {"ccomp", "advcl", "relcl"} and any(child.dep_ in _SUBJECTS for child in token.children)
    return token.dep_ in _CLAUSE_DEPS or (token.dep_ == "conj" and token.head.pos_ in {"VERB", "AUX"})


def clause_tokens(root: Token) -> tuple[Token, ...]:
    """Return the tokens of the clause that `root` heads, in text order, without the clauses inside it."""
    return tuple(sorted(_walk(root), key=lambda token: token.i))


def event_tokens(trigger: Token) -> tuple[Token, ...]:
    """Return the tokens that tell of the event at `trigger`, in text order.

    A verb: its clause with the clauses that share its subject ("killing four", "to burn it"). A noun that is subject
    or object of its clause: the same of that clause; any other noun: what hangs on it.
    """
    root = clause_root(trigger)
    if root != trigger and not _carries(trigger, root):
        return tuple(trigger.subtree)
    found = {token.i: token for token in _walk(root, with_shared=True)}
    found.update((token.i, token) for token in trigger.subtree if clause_root(token) in (root, trigger))
    return tuple(found[i] for i in sorted(found))


def _carries(trigger: Token, root: Token) -> bool:
    first = trigger
    while first.dep_ == "conj" and first.head.pos_ == trigger.pos_:
        first = first.head
    return first.head == root and first.dep_ in {"nsubj", "nsubjpass", "dobj", "attr", "acomp", "oprd", "xcomp"}


def _walk(head: Token, *, with_shared: bool = False) -> Iterator[Token]:
    yield head
    for child in head.children:
        if not heads_clause(child) or (with_shared and _shares_subject(child)):
            yield from _walk(child, with_shared=with_shared)


def _shares_subject(verb: Token) -> bool:
    has_own = any(
        child.dep_ in _SUBJECTS and child.pos_ != "NUM" for child in verb.children
    )  # "two dead and five injured"
    has_mark = any(child.dep_ == "mark" for child in verb.children)
    return verb.dep_ in {"advcl", "xcomp", "conj"} and not has_own and not has_mark

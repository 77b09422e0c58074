"""Finds the names of a report: parsed passages in, named `Found` out; known names first, the tagger's corrected."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from spacy.tokens import Doc, Token

from overt.base.spans import Span
from overt.extract.entities.found import Found, age_in, is_subject, quoted_tokens, sentence_numbers
from overt.extract.entities.kinds import Piece, bare_name, fix_kinds, is_ship, join_split, person_signs, tidy_headings
from overt.extract.entities.known import KnownName, choose_row, find_known, seat_of
from overt.extract.entities.words import cue_words, load_words
from overt.extract.parse import Parsed, text_of
from overt.types.account import EntityKind, MentionForm
from overt.types.passage import PassageKind


def find_names(parsed: Sequence[Parsed], text: str) -> list[Found]:
    """Return the named mentions of `text` in order; countries and acting capitals are states; no other places."""
    pieces = [piece for at, item in enumerate(parsed) for piece in _pieces_of(at, item)]
    pieces = fix_kinds(parsed, tidy_headings(parsed, join_split(parsed, pieces)))
    pieces = _name_ships(parsed, pieces)
    pieces += _spread_surnames(parsed, pieces)
    told = {row.country for piece in pieces for row in piece.rows if row.kind is EntityKind.STATE and row.country}
    numbers = sentence_numbers(parsed)
    quoted = [quoted_tokens(item.doc) for item in parsed]
    found: list[Found] = []
    for piece in sorted(pieces, key=lambda piece: (piece.passage, piece.first)):
        if piece.kind is None:
            continue
        item = parsed[piece.passage]
        found.append(
            _make_name(
                item, piece, text, told, (numbers[piece.passage][piece.first], quoted[piece.passage][piece.first])
            )
        )
    return found


def _name_ships(parsed: Sequence[Parsed], pieces: Sequence[Piece]) -> list[Piece]:
    """Return the pieces with the names of ships marked wherever they stand, whatever the tagger takes them for."""

    def text_of_piece(piece: Piece) -> str:
        return parsed[piece.passage].doc[piece.first : piece.last].text

    ships = {
        text_of_piece(piece)
        for piece in pieces
        if not piece.is_sure and is_ship(parsed[piece.passage].doc, piece.first, piece.last)
    }
    return [
        replace(piece, kind=EntityKind.UNKNOWN, is_ship=True)
        if not piece.is_sure and text_of_piece(piece) in ships
        else piece
        for piece in pieces
    ]


def _pieces_of(at: int, item: Parsed) -> Iterator[Piece]:
    taken: set[int] = set()
    words, doc = load_words(), item.doc
    for hit in find_known(text_of(doc)):
        run = doc.char_span(hit.start, hit.end, alignment_mode="expand")
        if run is None or _is_lone_word(doc, run.start, run.end, hit.rows):
            continue
        if hit.rows[0].kind is EntityKind.STATE and hit.rows[0].id is None and _in_longer_name(doc, run.start, run.end):
            continue
        taken.update(range(run.start, run.end))
        yield Piece(passage=at, first=run.start, last=run.end, kind=hit.rows[0].kind, rows=hit.rows, is_sure=True)
    for token in doc:
        if token.i in taken or (token.text not in words.capitals and token.text not in words.ambiguous):
            continue
        row = _acting_state(token)
        if row is not None:
            taken.add(token.i)
            yield Piece(passage=at, first=token.i, last=token.i + 1, kind=EntityKind.STATE, rows=(row,), is_sure=True)
    yield from _tagged(at, doc, taken, is_heading=item.passage.kind is PassageKind.HEADING)
    yield from _titled(at, doc, taken)


def _is_lone_word(doc: Doc, first: int, last: int, rows: tuple[KnownName, ...]) -> bool:
    """Say whether a hit is no name here: "Latin America", or two letters of which the passage tells no country."""
    text = doc[first:last].text
    if rows[0].id is None:
        return text == "America" and doc[first - 1].text in ("Latin", "South", "North", "Central")
    countries = {row.country for row in rows}
    if len(text) > 2 or None in countries:
        return text_of(doc).isupper() and text.isupper() and len(text) < 5
    return not any(load_words().country_of(token.text) in countries for token in doc)


def _in_longer_name(doc: Doc, first: int, last: int) -> bool:
    """Say whether a country is only a part of an organisation's or person's name ("Bank of Estonia", "Chad Kelly")."""
    label = doc[first].ent_type_
    if label not in ("ORG", "PERSON", "FAC", "WORK_OF_ART", "EVENT"):
        return False
    before = first > 0 and doc[first].ent_iob_ == "I"
    after = last < len(doc) and doc[last].ent_iob_ == "I" and doc[last].tag_ != "POS" and not doc[last].is_punct
    if before and doc[first - 1].text in ("the", "The"):
        before = first > 1 and doc[first - 1].ent_iob_ == "I"
    return before or after


def _acting_state(token: Token) -> KnownName | None:
    """Return the state that a capital's or an ambiguous country's name means here, None where it is only a place."""
    words = load_words()
    if code := words.ambiguous.get(token.text):
        return seat_of(code) if token.ent_type_ == "GPE" and token.tag_ == "NNP" else None
    code = words.capitals[token.text]
    if token.i and token.nbor(-1).tag_ == "NNP" and token.nbor(-1).dep_ == "compound":
        return None
    subject = token.head if token.dep_ == "conj" else token
    if subject.dep_ == "nsubj" and subject.head.lemma_ in cue_words("acting_verbs"):
        return seat_of(code)
    previous = {token.doc[i].lower_ for i in range(max(0, token.i - 3), token.i)}
    if (
        token.dep_ == "pobj"
        and token.head.lower_ in ("of", "for", "by", "from", "on")
        and previous & cue_words("acting_for")
    ):
        return seat_of(code)
    return None


def _tagged(at: int, doc: Doc, taken: set[int], *, is_heading: bool) -> Iterator[Piece]:
    kinds = {"PERSON": EntityKind.PERSON, "ORG": EntityKind.ORGANISATION}
    for ent in doc.ents:
        runs = list(_free_runs(ent.start, ent.end, taken))
        for first, last in runs:
            first, last = _trim(doc, first, last)  # noqa: PLW2901 - the run without its margins
            if ent.label_ == "PERSON" and not is_heading:
                first = _with_forename(doc, first, taken)  # noqa: PLW2901
            if first >= last or not any(doc[i].text[:1].isupper() for i in range(first, last)):
                continue
            kind = kinds.get(ent.label_)
            if (ent.label_ in _NAME_LABELS or is_ship(doc, first, last)) and _is_name_like(doc, first, last):
                taken.update(range(first, last))
                pair = _two_people(doc, first, last)
                kind = EntityKind.PERSON if len(pair) > 1 else kind
                yield from (Piece(passage=at, first=start, last=end, kind=kind) for start, end in pair)


def _two_people(doc: Doc, first: int, last: int) -> list[tuple[int, int]]:
    """Return a run as it is, or cut in two where it names two people of one family: "Ion and Sandu Grosu"."""
    middle = first + 1
    if (
        last - first != _PAIR
        or doc[middle].lower_ != "and"
        or not all(doc[i].text[:1].isupper() for i in (first, last - 1))
    ):
        return [(first, last)]
    words, root = load_words(), doc[first]
    is_apposed = root.dep_ == "appos" and root.head.tag_ == "NNS" and root.head.lemma_.lower() in words.people
    is_given = doc[first].text in words.given_names and doc[middle + 1].text in words.given_names
    return [(first, middle), (middle + 1, last)] if is_apposed or is_given else [(first, last)]


_PAIR = 4
_NAME_LABELS = frozenset({"PERSON", "ORG", "GPE", "PRODUCT", "WORK_OF_ART", "NORP", "FAC", "LOC"})


def _with_forename(doc: Doc, first: int, taken: set[int]) -> int:
    """Return where a name begins whose first word the tagger left out: "Selma" of "Selma Tirk"."""
    words = load_words()
    while first and first - 1 not in taken:
        before = doc[first - 1]
        is_part = before.dep_ == "compound" and not before.ent_type_ and first <= before.head.i <= first + 2
        if not (is_part and _is_proper(before)) or before.text in words.titles or before.text.isupper():
            break
        first -= 1
    return first


def _titled(at: int, doc: Doc, taken: set[int]) -> Iterator[Piece]:
    """Names that the tagger overlooked though a role, a title or "identified as" stands before them."""
    i = 0
    while i < len(doc):
        token = doc[i]
        if i in taken or not _is_proper(token):
            i += 1
            continue
        last = i
        while last < len(doc) and last not in taken and _is_proper(doc[last]):
            last += 1
        if person_signs(doc, i, last) > 1 or (i and doc[i - 1].lower_ in ("named", "called")):
            taken.update(range(i, last))
            yield Piece(passage=at, first=i, last=last, kind=EntityKind.PERSON)
        i = last


def _is_proper(token: Token) -> bool:
    return (
        token.pos_ == "PROPN"
        and token.text[:1].isupper()
        and not load_words().country_of(token.text)
        and token.text not in cue_words("not_names")
    )


def _free_runs(first: int, last: int, taken: set[int]) -> Iterator[tuple[int, int]]:
    start = first
    for i in range(first, last + 1):
        if i == last or i in taken:
            if start < i:
                yield start, i
            start = i + 1


def _is_margin(doc: Doc, first: int, last: int) -> bool:
    """Say whether the first token of a tagged run is no part of the name."""
    words, word = load_words(), doc[first]
    if word.lower_ in cue_words("particles") and first + 1 < last and doc[first + 1].text[:1].isupper():
        return False
    is_demonym = word.text in words.demonyms and first + 1 < last
    is_title = word.text in words.titles and word.text.endswith(".")
    return not word.text[:1].isupper() or word.lower_ in ("the", "a", "an") or is_demonym or is_title


def _trim(doc: Doc, first: int, last: int) -> tuple[int, int]:
    """Cut articles, small words, demonyms, role nouns and possessive endings from both ends of a tagged run."""
    while first < last and _is_margin(doc, first, last):
        first += 1
    while first < last and (
        doc[last - 1].tag_ == "POS"
        or doc[last - 1].is_punct
        or (not doc[last - 1].text[:1].isupper() and not doc[last - 1].text[:1].isdigit())
    ):
        last -= 1
    return first, last


def _is_name_like(doc: Doc, first: int, last: int) -> bool:
    words = load_words()
    text = doc[first:last].text
    if (
        words.country_of(text)
        or text in words.capitals
        or text.title() in words.capitals
        or text in cue_words("not_names")
        or text in words.titles
    ):
        return False
    if doc[last - 1].tag_ == "NNPS" and doc[last - 1].ent_type_ == "NORP":
        return False  # "two New Yorkers" are described, not named
    return not (last - first == 1 and (doc[first].pos_ in ("VERB", "PRON", "DET", "ADP") or doc[first].is_digit))


def _spread_surnames(parsed: Sequence[Parsed], pieces: list[Piece]) -> list[Piece]:
    """Find the bare surnames of people named in full anywhere in the report."""
    surnames: set[str] = set()
    taken: set[tuple[int, int]] = set()
    for piece in pieces:
        taken.update((piece.passage, i) for i in range(piece.first, piece.last))
        doc = parsed[piece.passage].doc
        is_titled = piece.first > 0 and doc[piece.first - 1].text in load_words().titles
        if piece.kind is EntityKind.PERSON and (piece.last - piece.first > 1 or is_titled):
            surnames.add(parsed[piece.passage].doc[piece.last - 1].text)
    surnames = {name for name in surnames if len(name) > 2 and name[0].isupper() and not load_words().country_of(name)}
    return [
        Piece(passage=at, first=token.i, last=token.i + 1, kind=EntityKind.PERSON)
        for at, item in enumerate(parsed)
        for token in item.doc
        if token.text in surnames and (at, token.i) not in taken
    ]


def _make_name(item: Parsed, piece: Piece, text: str, told: set[str], place: tuple[int, bool]) -> Found:
    doc, first, last = item.doc, piece.first, piece.last
    words = load_words()
    name = bare_name(doc, first, last)
    is_person = piece.kind is EntityKind.PERSON
    titles = [doc[i].text for i in range(first, last - 1) if doc[i].text in words.titles]
    while is_person and first and doc[first - 1].text in words.titles and doc[first - 1].ent_type_ != "DATE":
        first -= 1
        titles.append(doc[first].text)
    nouns = {title.rstrip(".").lower() for title in titles} & words.people
    nouns |= {"ship"} if piece.is_ship else set()
    country = None
    if is_person:
        role = _role_before(doc, first)
        nouns |= role
        country = _country_before(doc, first)
    known = None
    if piece.rows:
        near = [
            code
            for i in (*range(max(0, first - 5), first), *range(last, min(len(doc), last + 4)))
            if (code := words.country_of(doc[i].text))
        ]
        known = choose_row(piece.rows, near[::-1], told)
    span = Span(start=item.span_of(doc[first]).start, end=item.span_of(doc[last - 1]).end)
    head = next((i for i in range(first, last) if not first <= doc[i].head.i < last), last - 1)
    return Found(
        passage=piece.passage,
        sentence=place[0],
        first=first,
        last=last,
        head=head,
        span=span,
        quote=span.quote(text),
        form=MentionForm.NAME,
        kind=known.kind if known else piece.kind or EntityKind.UNKNOWN,
        name=name,
        known=known,
        nouns=frozenset(nouns),
        country=known.country if known else country,
        gender=_gender(name, titles, nouns) if is_person else None,
        age=_age_after(doc, last) if is_person else None,
        is_subject=is_subject(doc[head]),
        in_quote=place[1],
    )


def _role_before(doc: Doc, first: int) -> set[str]:
    words = load_words()
    if first and doc[first - 1].tag_ in ("NN", "JJ") and doc[first - 1].lemma_.lower() in words.people:
        return {doc[first - 1].lemma_.lower()}
    return set()


def _country_before(doc: Doc, first: int) -> str | None:
    """Return the country of a demonym among four role words before a name ("Czech engineer Jan Nemo")."""
    words = load_words()
    for i in range(first - 1, max(-1, first - 5), -1):
        if doc[i].text in words.demonyms:
            return words.demonyms[doc[i].text]
        if doc[i].pos_ not in ("NOUN", "ADJ", "PROPN") or doc[i].tag_ == "NNS":
            return None
    return None


def _gender(name: str, titles: list[str], nouns: set[str]) -> str | None:
    words = load_words()
    if {"Mrs", "Mrs.", "Ms", "Ms.", "Miss", "Dame", "Lady", "Queen", "Princess"} & set(titles):
        return "f"
    if {"Mr", "Mr.", "Sir", "Lord", "King", "Prince"} & set(titles):
        return "m"
    told = {gender for noun in nouns if (gender := words.gender_of(noun))}
    return told.pop() if len(told) == 1 else words.given_names.get(name.split(maxsplit=1)[0])


def _age_after(doc: Doc, last: int) -> int | None:
    if last + 1 < len(doc) and doc[last].text == ",":
        word = doc[last + 1].text
        if word.isdigit() and len(word) == 2 and (last + 2 == len(doc) or doc[last + 2].is_punct):
            return int(word)
    return age_in(doc, max(0, last - 8), last) if last else None

"""Reads an e-mail: its plain-text part, or the text of its HTML part, with subject, day and sender's domain."""

from collections.abc import Iterator
from email import message_from_bytes
from email.errors import MessageError
from email.message import EmailMessage
from email.policy import default
from email.utils import parseaddr

from overt.collect.decode import decode_text
from overt.collect.facts import read_time
from overt.collect.found import Facts, Found, Raw
from overt.collect.problems import make_problem
from overt.collect.readers.html import extract_main_text
from overt.types.problem import Problem
from overt.types.report import Published, PublishedBasis

_BROKEN = (MessageError, ValueError, LookupError, TypeError, AttributeError, IndexError, RecursionError)


def read_eml(raw: Raw) -> Iterator[Found | Problem]:
    """Yield the one text of the message; attachments are not read."""
    try:
        message = message_from_bytes(raw.data, policy=default)
        part = message.get_body(preferencelist=("plain", "html"))
        payload = part.get_payload(decode=True) if part else None
    except _BROKEN as error:
        yield make_problem("report-unreadable", raw.name, f"The message is broken: {error}.")
        return
    if part is None or not isinstance(payload, bytes) or not payload.strip():
        yield make_problem("report-empty", raw.name, "The message has no text.")
        return
    body = Raw(name=raw.name, data=payload, max_characters=raw.max_characters)
    text, problems = decode_text(body, part.get_content_charset())
    if text is not None and part.get_content_type() == "text/html":
        text = extract_main_text(text)
        if text is None:
            problems = (make_problem("report-no-main-text", raw.name, "No text was found in the HTML of the message."),)
    if text is None:
        yield from problems
        return
    yield Found(name=raw.name, raw=raw.data, text=text.replace("\r\n", "\n"), facts=_facts(message), problems=problems)


def _facts(message: EmailMessage) -> Facts:
    name, address = parseaddr(_header(message, "From"))
    when = _header(message, "Date")
    interval = read_time(when) if when else None
    published = (
        Published(interval=interval, basis=PublishedBasis.METADATA, reason="e-mail header Date") if interval else None
    )
    domain = address.rpartition("@")[2].lower()
    return Facts(outlet=name or domain or None, title=_header(message, "Subject") or None, published=published)


def _header(message: EmailMessage, key: str) -> str:
    try:
        value = message.get(key)
    except _BROKEN:  # a malformed header must not lose the message
        return ""
    return " ".join(str(value).split()) if value else ""

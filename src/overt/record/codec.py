"""Turns the frozen dataclasses of overt into JSON and back: strict, typed, and the same bytes for the same value."""

import json
import types
from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import date
from enum import Enum
from functools import cache
from math import isfinite
from typing import Any, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from overt.base.errors import LedgerError

T = TypeVar("T")
Json = Any  # what json.loads gives: only this module looks inside
_Decoder = Callable[[Json, str], Any]


def dump_json(data: Json) -> str:
    """Return compact JSON with sorted keys, so that equal values give equal bytes."""
    return json.dumps(data, ensure_ascii=False, allow_nan=False, separators=(",", ":"), sort_keys=True)


def encode(value: object) -> Json:
    """Return `value` (a dataclass, tuple, enum, date or plain value) as what `json` can write."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, str | int):
        return value
    if isinstance(value, float):
        if not isfinite(value):
            raise LedgerError("a number is not finite and cannot be stored", where=repr(value))
        return value
    return _encode_compound(value)


def _encode_compound(value: object) -> Json:
    if isinstance(value, tuple):
        return [encode(item) for item in value]
    if isinstance(value, frozenset):
        return sorted(encode(item) for item in value)
    if isinstance(value, Mapping):
        return {key: encode(item) for key, item in value.items()}
    if isinstance(value, date):
        return value.isoformat()
    if is_dataclass(value):
        return {name: encode(getattr(value, name)) for name in _field_names(cast("Any", type(value)))}
    raise LedgerError(f"a value of type {type(value).__name__} cannot be stored")


def decode(kind: type[T], data: Json) -> T:
    """Return the value of type `kind` that `data` stands for.

    Raises LedgerError for a missing or unknown key or a value of another type. A key that is missing takes the field's
    default, where it has one: that is how an older ledger is read by a newer overt.
    """
    return cast("T", _decoder(cast("Any", kind))(data, kind.__name__))


@cache
def _field_names(kind: Any) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))


@cache
def _decoder(kind: Any) -> _Decoder:
    """Build, once for each type, the function that reads it."""
    origin = get_origin(kind)
    if origin in (Union, types.UnionType):
        return _union(get_args(kind))
    if origin in _COLLECTIONS:
        return _COLLECTIONS[origin](get_args(kind))
    if is_dataclass(kind):
        return _record(cast("type", kind))
    if isinstance(kind, type) and issubclass(kind, Enum):
        return _wrapped(kind, kind)
    if kind is date:
        return _wrapped(date.fromisoformat, kind)
    if kind in _PLAIN:
        return _plain(*_PLAIN[kind])
    raise LedgerError(f"no rule to read a {kind!r}")


# An int may stand where a float is meant; a bool never stands for a number, although Python says that it is one.
_PLAIN: Mapping[Any, tuple[tuple[type, ...], str]] = {
    str: ((str,), "text"),
    int: ((int,), "a whole number"),
    float: ((int, float), "a number"),
    bool: ((bool,), "true or false"),
    type(None): ((type(None),), "nothing"),
}


def _plain(kinds: tuple[type, ...], word: str) -> _Decoder:
    def read(data: Json, where: str) -> Any:
        if type(data) not in kinds:
            raise _wrong(f"expected {word}", where)
        return data

    return read


def _wrapped(make: Callable[[str], Any], kind: type) -> _Decoder:
    def read(data: Json, where: str) -> Any:
        if type(data) is not str:
            raise _wrong(f"expected a {kind.__name__}", where)
        try:
            return make(data)
        except ValueError as error:
            raise _wrong(f"{data!r} is not a {kind.__name__}", where) from error

    return read


def _union(kinds: tuple[Any, ...]) -> _Decoder:
    rest = [_decoder(kind) for kind in kinds if kind is not type(None)]
    if len(rest) != 1 or len(rest) == len(kinds):
        raise LedgerError(f"no rule to read a union of {kinds!r}")
    (inner,) = rest

    def read(data: Json, where: str) -> Any:
        return None if data is None else inner(data, where)

    return read


def _tuple(kinds: tuple[Any, ...]) -> _Decoder:
    if len(kinds) == 2 and kinds[1] is Ellipsis:
        inner = _decoder(kinds[0])

        def read_all(data: Json, where: str) -> Any:
            return tuple(inner(item, where) for item in _list(data, where))

        return read_all
    inners = [_decoder(kind) for kind in kinds]

    def read_each(data: Json, where: str) -> Any:
        items = _list(data, where)
        if len(items) != len(inners):
            raise _wrong(f"expected {len(inners)} values", where)
        return tuple(inner(item, where) for inner, item in zip(inners, items, strict=True))

    return read_each


def _set(kinds: tuple[Any, ...]) -> _Decoder:
    inner = _decoder(kinds[0])

    def read(data: Json, where: str) -> Any:
        return frozenset(inner(item, where) for item in _list(data, where))

    return read


def _mapping(kinds: tuple[Any, ...]) -> _Decoder:
    inner = _decoder(kinds[1])

    def read(data: Json, where: str) -> Any:
        if type(data) is not dict:
            raise _wrong("expected names and values", where)
        return {key: inner(item, where) for key, item in data.items()}

    return read


_COLLECTIONS: dict[Any, Callable[[tuple[Any, ...]], _Decoder]] = {tuple: _tuple, frozenset: _set, Mapping: _mapping}


def _record(kind: type) -> _Decoder:
    hints = get_type_hints(kind)
    readers = {field.name: (_decoder(hints[field.name]), f"{kind.__name__}.{field.name}") for field in fields(kind)}
    optional = {f.name for f in fields(kind) if f.default is not MISSING or f.default_factory is not MISSING}

    def read(data: Json, where: str) -> Any:
        if type(data) is not dict:
            raise _wrong(f"expected a {kind.__name__}", where)
        if unknown := data.keys() - readers.keys():
            raise _wrong(f"unknown keys {', '.join(sorted(unknown))}", where)
        if missing := readers.keys() - data.keys() - optional:
            raise _wrong(f"missing keys {', '.join(sorted(missing))}", where)
        values = {name: reader(data[name], place) for name, (reader, place) in readers.items() if name in data}
        try:
            return kind(**values)
        except ValueError as error:
            raise _wrong(str(error), where) from error

    return read


def _list(data: Json, where: str) -> list[Json]:
    if type(data) is not list:
        raise _wrong("expected a list", where)
    return data


def _wrong(what: str, where: str) -> LedgerError:
    return LedgerError(
        f"a stored value is not what it should be: {what}",
        where=where,
        todo="The ledger was changed by another program or is damaged: go back to a copy, or read the reports again.",
    )

"""Reads the knowledge that an analyst can correct: YAML files under `overt/knowledge/`."""

from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

import yaml

from overt.base.errors import KnowledgeError

_ROOT = files("overt") / "knowledge"
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # ten times faster where libyaml is there


@cache
def read_knowledge(name: str) -> Any:
    """Return the content of `knowledge/NAME` ("cues.yaml"). Raises KnowledgeError if missing or not YAML."""
    return read_yaml(_ROOT / name, name)


def read_yaml(file: Traversable, name: str) -> Any:
    """Return the content of a YAML file that need not be overt's own. Raises KnowledgeError as `read_knowledge`."""
    try:
        return yaml.load(file.read_text(encoding="utf-8"), Loader=_Loader)  # noqa: S506 - a safe loader
    except (FileNotFoundError, yaml.YAMLError) as error:
        raise KnowledgeError(
            f"cannot read the knowledge file: {error}", where=name, todo="Reinstall overt or repair the file."
        ) from error


def list_knowledge(folder: str) -> tuple[str, ...]:
    """Return the names of the YAML files in `knowledge/FOLDER`, sorted, each as "FOLDER/name.yaml"."""
    names = sorted(entry.name for entry in (_ROOT / folder).iterdir() if entry.name.endswith(".yaml"))
    return tuple(f"{folder}/{name}" for name in names)

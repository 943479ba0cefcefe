"""Which settings are there, and what may stand in each? Read off the model, so that a new one comes along."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from colsynth.settings.model import InputFile, Settings

GIVEN = ("path", "workspace")  # colsynth knows them; no file writes them
NOTHING = "none"  # how a workbook says that a list is empty, where a blank cell means the default

Kind = Literal["text", "date", "number", "yes or no", "choice", "list", "pairs", "pairs of pairs"]


@dataclass(frozen=True)
class SettingField:
    """One setting: its dotted name (`community.id`), kind, meaning, default, and what may be chosen."""

    name: str
    kind: Kind
    meaning: str
    required: bool
    default: Any
    choices: tuple[str, ...] = ()
    low: int | None = None
    high: int | None = None


def setting_fields() -> list[SettingField]:
    """Every setting of a community, in the order of the model; `inputs` as a list of folders and files."""
    return [field for field in _fields(Settings, "", True) if field.name not in GIVEN]


def file_fields() -> list[SettingField]:
    """Every hint that may be given about one spreadsheet."""
    return list(_fields(InputFile, "", True))


def _fields(model: type[BaseModel], within: str, required: bool) -> Iterator[SettingField]:
    for name, info in model.model_fields.items():
        written = f"{within}{info.alias or name}"
        kind, inner = _bare(info.annotation)
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            yield from _fields(kind, f"{written}.", required and info.is_required())
        else:
            yield _field(written, info, kind, inner, required)


def _field(name: str, info: FieldInfo, kind: Any, inner: tuple[Any, ...], required: bool) -> SettingField:
    default = None if info.is_required() else info.get_default(call_default_factory=True)
    bounds = {limit: getattr(rule, sign) for rule in info.metadata for limit, sign in _BOUNDS if hasattr(rule, sign)}
    choices = inner if kind is Literal else ()
    needed = required and info.is_required()
    return SettingField(name, _kind(kind, inner), info.description or "", needed, default, choices, **bounds)


_BOUNDS = (("low", "ge"), ("high", "le"))


def _bare(annotation: Any) -> tuple[Any, tuple[Any, ...]]:
    """The type without `| None`, and what it is made of."""
    if get_origin(annotation) in (UnionType, Union):
        annotation = next(part for part in get_args(annotation) if part is not type(None))
    return get_origin(annotation) or annotation, get_args(annotation)


def _kind(kind: Any, inner: tuple[Any, ...]) -> Kind:
    if kind is dict:
        return "pairs of pairs" if get_origin(inner[1]) is dict else "pairs"
    kinds: dict[Any, Kind] = {list: "list", Literal: "choice", date: "date", int: "number", bool: "yes or no"}
    return kinds.get(kind, "text")

"""Is a declaration (a YAML file with a known shape) right? Every fault of the file in one plain message."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, ClassVar, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from colsynth.errors import SettingsError, near
from colsynth.reference.places import read_yaml

MOST_SHOWN = 100  # signs of a faulty value that a message shows


class Declared(BaseModel):
    """Base of everything that is declared in YAML: frozen, and a key nobody knows is refused."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)
    shown_in: ClassVar[str] = "README.md shows the least that works"  # where a writer of such a file can look


M = TypeVar("M", bound=Declared)

_DAY = "It should be a day, as 2027-11-30"
_EXPECTED = {  # what is expected by the type of a fault, where pydantic's own words say it in Python's
    **dict.fromkeys(("date_type", "date_parsing", "date_from_datetime_parsing", "date_from_datetime_inexact"), _DAY),
    **dict.fromkeys(("tuple_type", "list_type", "set_type"), "It should be a list"),
    **dict.fromkeys(("dict_type", "model_type", "mapping_type"), "It should hold 'name: value' lines"),
    **dict.fromkeys(("bool_type", "bool_parsing"), "It should be yes or no"),
    "string_type": "It should be text",
}


def read_declared(path: Path, model: type[M], /, **given: Any) -> M:
    """The declaration in `path` as `model`; `given` are fields the file does not write (its place).

    SettingsError lists every fault, one a line: where in the file, what was found, what is expected.
    """
    content = read_yaml(path)
    for name in given.keys() & content.keys():
        raise SettingsError(f"{path.name}: '{name}' is not written in the file; colsynth knows it. Take the line out.")
    return as_declared(content | given, model, path.name)


def as_declared(content: dict[str, Any], model: type[M], name: str, cells: Mapping[str, str] | None = None) -> M:
    """`content` as `model`, or a SettingsError that names the file `name` and every fault.

    `cells` gives the address of each value that was read from a workbook, as {"community.id": "Settings!B2"}.
    """
    try:
        return model.model_validate(content)
    except ValidationError as error:
        raise SettingsError("\n".join(_sentence(name, fault, model, cells or {}) for fault in error.errors())) from None


def _sentence(name: str, fault: Any, model: type[Declared], cells: Mapping[str, str]) -> str:
    steps = [step for step in fault["loc"] if not _is_branch(step)]
    place = place_of(steps)
    cell = cell_of(steps, cells)
    name = ", ".join(part for part in (name, cell) if part)
    match fault["type"]:
        case "extra_forbidden":
            known = _fields_at(model, steps[:-1])
            hint = near(str(steps[-1]), known) or (f" Known here: {', '.join(known)}." if known else "")
            return f"{name}: '{place}' is not a setting colsynth knows.{hint}"
        case "missing":
            return f"{name}: '{place}' is missing. Add it; {model.shown_in}."
        case "value_error":
            return f"{name}: {place + ': ' if place and not cell else ''}{fault['ctx']['error']}"
        case "string_too_short" | "too_short":
            return f"{name}: '{place}' is blank. Fill it in."
        case "string_too_long" | "too_long":
            return f"{name}: '{place}' is longer than {fault['ctx']['max_length']} signs. Shorten it."
        case _:
            shown = repr(fault["input"])
            shown = shown if len(shown) <= MOST_SHOWN else f"{shown[:MOST_SHOWN]} ..."
            expected = _EXPECTED.get(fault["type"], fault["msg"].replace("Input", "It"))
            return f"{name}: '{place}' is {'blank' if fault['input'] is None else shown}. {expected}."


def cell_of(steps: Sequence[str | int], cells: Mapping[str, str]) -> str:
    """The address of a place, or of the nearest one around it that has any; nothing where none has."""
    return next(filter(None, (cells.get(place_of(steps[:n])) for n in range(len(steps), 0, -1))), "")


def place_of(steps: Sequence[str | int]) -> str:
    """`inputs #2.for_all.school`: a place in a declaration as a reader of it counts."""
    return ".".join(f"#{step + 1}" if isinstance(step, int) else step for step in steps).replace(".#", " #")


def _is_branch(step: object) -> bool:
    """pydantic names the branch of a union in the path; a reader of the file does not know it."""
    if not isinstance(step, str):
        return False
    named = len(step) > 1 and step[:1].isupper()  # one letter is a key of the file
    return named or "[" in step or step in {"str", "int", "function-after"}


def _fields_at(model: type[BaseModel], steps: list[Any]) -> list[str]:
    """The names that may stand where the unknown key stood, following the path through the models."""
    current: list[type[BaseModel]] = [model]
    for step in steps:
        annotations = [m.model_fields[step].annotation for m in current if step in m.model_fields]
        if annotations:  # else a place in a list, or a key the writer chose: the same models go on
            current = [inner for annotation in annotations for inner in _models_in(annotation)]
    return sorted({field for m in current for field in m.model_fields})


def _models_in(annotation: Any) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [m for part in getattr(annotation, "__args__", ()) for m in _models_in(part)]

"""How are headers spelt here? Spellings added to those of the declarations, `{register: {column: [spelling, ...]}}`.

They stand in `data/reference/headers.yaml`, as shipped and in the workspace; both are added, none replaces the other.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from colsynth.errors import SettingsError, near
from colsynth.reference.ethnicity import fold
from colsynth.reference.places import declared_files, read_yaml

if TYPE_CHECKING:
    from colsynth.registers.declared import Register


def header_files(workspace: Path | None) -> list[Path]:
    """The files of added spellings that stand: the shipped one, then the workspace's."""
    return [path for name, path in declared_files(workspace) if name == "reference/headers.yaml"]


def add_headers(registers: Mapping[str, Register], path: Path) -> dict[str, Register]:
    """The registers with the spellings of a file added, or a SettingsError with every fault in plain words."""
    content = read_yaml(path)
    faults: list[str] = []
    added = dict(registers)
    for name, columns in content.items():
        if name not in registers:
            faults.append(f"{path.name}: '{name}' is no register.{near(str(name), registers)}")
        elif not isinstance(columns, dict):
            faults.append(f"{path.name}: '{name}' should hold lines 'column: [spelling, ...]'.")
        else:
            for column, spellings in columns.items():
                faults += _check_added(path.name, added[name], str(column), spellings)
                if not faults:
                    added[name] = _with_headers(added[name], str(column), spellings)
    if faults:
        raise SettingsError("\n".join(faults))
    return added


def _check_added(file: str, register: Register, column: str, spellings: Any) -> Iterator[str]:
    place = f"{file}: '{register.name}.{column}'"
    if not register.has(column):
        yield f"{place} is no column of that register.{near(column, [c.name for c in register.columns])}"
        return
    if not isinstance(spellings, list) or not all(isinstance(spelt, str) and fold(spelt) for spelt in spellings):
        yield f"{place} should be a list of headers, as [{register.column(column).title}]. Put numbers in quotes."
        return
    for spelt in spellings:
        other = register.spellings.get(fold(spelt), column)
        if other != column:
            yield f"{place} has the header '{spelt}', which stands for '{other}'. Keep it in one."


def _with_headers(register: Register, column: str, spellings: list[str]) -> Register:
    content = register.model_dump(by_alias=True)
    for declared in content["columns"]:
        if declared["name"] == column:
            declared["headers"] += spellings
    return type(register).model_validate(content)

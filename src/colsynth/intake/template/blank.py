"""What does a blank workbook hold? A sheet a register, how to fill them, and an example of each."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from openpyxl import Workbook

from colsynth.errors import UsageError, near
from colsynth.frameworks import load_frameworks
from colsynth.intake.template.guide import EXAMPLE, GUIDE, Offer, write_example, write_guide
from colsynth.intake.template.sheet import write_sheet
from colsynth.intake.workbook import save_workbook
from colsynth.reference.measures import load_measures
from colsynth.registers.declared import Register, load_registers

FIRST_SHEETS = ("schools", "students", "achievement")  # the registers a blank workbook opens with


def write_template(path: Path | str, with_: Sequence[str] = (), workspace: Path | None = None) -> None:
    """Write a blank workbook: a sheet a register, how to fill them, and an example of each.

    `with_` names further registers, by name or sheet. UsageError where one does not exist.
    """
    registers = load_registers(workspace)
    names = [*FIRST_SHEETS, *(register_name(name, registers) for name in with_)]
    chosen = [registers[name] for name in dict.fromkeys(names)]
    write_workbook(Path(path), chosen, Offer(load_measures(workspace), load_frameworks(workspace)))


def write_workbook(path: Path, registers: Sequence[Register], offer: Offer) -> None:
    """Write a workbook with a sheet for each of the registers."""
    workbook = Workbook()
    workbook.remove(workbook.active)
    sheets = {register.name: workbook.create_sheet(register.sheet) for register in registers}
    listed = write_guide(workbook, workbook.create_sheet(GUIDE), registers, offer)
    for register in registers:
        write_sheet(sheets[register.name], register, listed[register.name], offer)
    write_example(workbook.create_sheet(EXAMPLE), registers)
    save_workbook(workbook, path)


def register_name(written: str, registers: dict[str, Register]) -> str:
    """The register a word means, its name or its sheet; UsageError where it means none."""
    by_word = {word.casefold(): name for name, register in registers.items() for word in (name, register.sheet)}
    name = by_word.get(written.strip().casefold())
    if name is None:
        more = [n for n in registers if n not in FIRST_SHEETS]
        raise UsageError(f"'{written}' is no register.{near(written, by_word)} Further sheets are {', '.join(more)}.")
    return name

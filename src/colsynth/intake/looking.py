"""What would taking these files in find? The same reading and the same checks; nothing is stored."""

from __future__ import annotations

from dataclasses import dataclass

from colsynth.errors import Problem
from colsynth.intake import NothingCameInError, make_context, read_contents
from colsynth.intake.inputs import plan_inputs
from colsynth.intake.taking import Intake
from colsynth.registers.declared import load_registers
from colsynth.registers.key import local_key
from colsynth.registers.snapshot import Account
from colsynth.settings import Settings


@dataclass(frozen=True)
class Look:
    """What was found; `schools` gives the name of each school by its code."""

    problems: list[Problem]
    accounts: list[Account]
    schools: dict[str, str]


def look_at(settings: Settings) -> Look:
    """A look at a community's inputs as its settings describe them."""
    registers = load_registers(settings.workspace)
    plan = plan_inputs(settings, registers)
    contents = read_contents(plan)
    try:
        made = Intake(settings, make_context(settings, registers, local_key()), plan).run(contents, "", {})
    except NothingCameInError as error:
        return Look(error.problems, error.accounts, {})
    schools = made.frame("schools").drop_duplicates("school")
    names = zip(schools["school"], schools["name"].fillna(""), strict=True)
    return Look(made.problems, made.accounts, {str(code): str(name) for code, name in names})

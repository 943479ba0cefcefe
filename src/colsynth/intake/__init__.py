"""How do spreadsheets become registers? Open, find the tables, match columns, screen, explain; templates back out."""

from __future__ import annotations

import hashlib

from colsynth.frameworks import load_frameworks
from colsynth.intake.context import Context
from colsynth.intake.explaining import as_problem
from colsynth.intake.inputs import Plan, plan_inputs
from colsynth.intake.opening.fetching import read_content
from colsynth.intake.opening.sheets import Refusal
from colsynth.intake.tables.layouts import load_layouts
from colsynth.intake.tables.naming import MeasureNames
from colsynth.intake.taking import Intake, NothingCameInError
from colsynth.intake.unchanged import fingerprint_of
from colsynth.reference.answer_scales import load_answer_scales
from colsynth.reference.ethnicity import load_ethnic_groups
from colsynth.reference.marks import load_marks
from colsynth.reference.measures import load_measures
from colsynth.reference.te_reo import load_words
from colsynth.reference.terms import load_calendar
from colsynth.reference.wide_headers import load_wide_headers
from colsynth.registers.declared import Register, load_registers
from colsynth.registers.history import read_history
from colsynth.registers.key import key_mark, local_key
from colsynth.registers.revisions import mark_revised
from colsynth.registers.snapshot import Snapshot, read_snapshot, snapshot_folder, write_snapshot
from colsynth.settings import Settings

__all__ = ["NothingCameInError", "make_context", "read_contents", "take_in"]


def take_in(settings: Settings) -> Snapshot:
    """The snapshot of a community: the stored one where nothing changed, else made from its spreadsheets and stored.

    Nothing changed means the same fingerprint (`intake.unchanged`).
    NothingCameInError (an InputError, exit code 4) where no record of any register can be used.
    """
    workspace = settings.workspace
    registers = load_registers(workspace)
    plan = plan_inputs(settings, registers)
    contents = read_contents(plan)
    inputs = {name: hashlib.sha256(content).hexdigest() for name, content in sorted(contents.items())}
    key = local_key()
    fingerprint = fingerprint_of(settings, inputs, plan, key)
    folder = snapshot_folder(workspace, settings.community.id, fingerprint)
    stored = read_snapshot(folder, registers)
    if stored is not None:
        return stored
    made, links = _read(settings, make_context(settings, registers, key), plan, contents, fingerprint, inputs)
    made = _against_before(made, links, settings, key_mark(key))
    write_snapshot(folder, made)
    return read_snapshot(folder, registers) or made


def _read(
    settings: Settings,
    context: Context,
    plan: Plan,
    contents: dict[str, bytes],
    fingerprint: str,
    inputs: dict[str, str],
) -> tuple[Snapshot, dict[str, str]]:
    """What the files hold, and the learners that were linked; all else that was read is let go of."""
    intake = Intake(settings, context, plan)
    return intake.run(contents, fingerprint, inputs), intake.links


def _against_before(made: Snapshot, links: dict[str, str], settings: Settings, mark: str) -> Snapshot:
    """The snapshot with what its files changed; its history is written first, so that a kill leaves no gap in it."""
    history = read_history(settings.workspace, settings.community.id)
    fingerprint = history.before(made.inputs, mark)
    history.note_made(made, fingerprint, mark)
    if fingerprint is None:
        return made
    before = read_snapshot(snapshot_folder(settings.workspace, settings.community.id, fingerprint), made.declared)
    return mark_revised(made, before, links) if before else made


def make_context(settings: Settings, registers: dict[str, Register], key: bytes) -> Context:
    """Everything a community's cells are judged by."""
    workspace = settings.workspace
    subjects = {
        name: spellings
        for register in registers.values()
        for column in register.columns
        if column.type == "subject"
        for name, spellings in column.choices.items()
    }
    return Context(
        community=settings.community.id,
        key=key,
        registers=registers,
        names=MeasureNames(load_measures(workspace), subjects, load_wide_headers(workspace)),
        groups=load_ethnic_groups(workspace),
        marks=load_marks(workspace),
        answer_scales=load_answer_scales(workspace),
        words=load_words(workspace),
        calendar=load_calendar(workspace),
        frameworks=load_frameworks(workspace),
        layouts=load_layouts(registers, workspace),
    )


def read_contents(plan: Plan) -> dict[str, bytes]:
    """The content of every file by its name; one that cannot be read becomes a problem of the plan."""
    contents: dict[str, bytes] = {}
    for file in list(plan.files):
        content = read_content(file.path)
        if isinstance(content, Refusal):
            plan.files.remove(file)
            plan.problems.append(as_problem(content, file.name, "refused"))
        else:
            contents[file.name] = content
    return contents

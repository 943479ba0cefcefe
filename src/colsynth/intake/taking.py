"""What did the schools send? Every spreadsheet of a community, read into its registers, with nothing lost.

Rows read = accepted + set aside + repeated, for every sheet and register; titles, totals and notes are listed apart.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pandas as pd

from colsynth.errors import InputError, Problem
from colsynth.intake import explaining
from colsynth.intake.batch import Batch
from colsynth.intake.checks.achievement import (
    check_has_time,
    check_measure_in_use,
    check_term_agrees,
    fill_terms,
)
from colsynth.intake.checks.as_at import check_not_after, newest_day
from colsynth.intake.checks.enrolments import check_enrolled_once, check_short_numbers
from colsynth.intake.checks.goals import (
    check_goal_has_measure,
    check_goal_level,
    check_goal_names_its_group,
    check_span,
)
from colsynth.intake.checks.ratings import read_ratings
from colsynth.intake.checks.repeats import mark_repeats
from colsynth.intake.checks.required import check_required
from colsynth.intake.context import Context
from colsynth.intake.ethnicities import check_partly_known
from colsynth.intake.inputs import Plan, Planned
from colsynth.intake.opening import read_sheets
from colsynth.intake.picture import picture_of, with_set_aside
from colsynth.intake.results import read_measures, read_results
from colsynth.intake.sheets import Sheet
from colsynth.intake.student_numbers import is_national
from colsynth.intake.table import Table, find_table, is_blank, is_own_guide
from colsynth.intake.unfolding import unfold
from colsynth.intake.values import read_values
from colsynth.reference.ethnicity import fold
from colsynth.registers.snapshot import Account, Snapshot
from colsynth.settings import InputFile, Settings


class NothingCameInError(InputError):
    """No record of any register could be used; carries what was wrong, so that nothing is lost."""

    def __init__(self, sentence: str, problems: list[Problem], accounts: list[Account]) -> None:
        super().__init__(sentence)
        self.problems = problems
        self.accounts = accounts


class Intake:
    """One taking in: collects batches, problems and accounts while the files go by."""

    def __init__(self, settings: Settings, context: Context, plan: Plan) -> None:
        self._settings = settings
        self._context = context
        self._plan = plan
        self._batches: list[Batch] = []
        self._problems: list[Problem] = list(plan.problems)
        self._accounts: list[Account] = list(plan.accounts)
        self.links: dict[str, str] = {}  # the code that a learner has now, by one that was found to be the same
        self._hinted: set[str] = set()  # registers that the file in hand is read as by hints

    def run(self, contents: Mapping[str, bytes], fingerprint: str, inputs: dict[str, str]) -> Snapshot:
        """The snapshot of all files; NothingCameInError where no record can be used."""
        for file in self._plan.files:
            self._read_file(file, contents[file.name])
        by_register = {
            name: [batch for batch in self._batches if batch.register.name == name] for name in self._context.registers
        }
        for name in ["schools", *(name for name in by_register if name != "schools")]:
            self._screen(name, by_register.get(name, []))
        as_at = self._settings.as_at or newest_day(self._batches, self._context)
        if as_at is not None:
            newest_term = self._context.calendar.term_of(as_at)
            for batch in self._batches:
                batch.note(check_not_after(batch, newest_term, self._context))
        for batch in self._batches:
            batch.note(check_term_agrees(batch))
        enrolments = by_register.get("students", [])
        check_enrolled_once(enrolments)
        national = {code for number, code in self._context.codes.items() if is_national(number)}
        check_short_numbers([*enrolments, *by_register.get("achievement", [])], national)
        problems = self._problems + [problem for batch in self._batches for problem in batch.problems]
        accounts = sorted(
            self._accounts + [_account(batch) for batch in self._batches],
            key=lambda a: (a.file, a.sheet, a.register),
        )
        frames = {name: frame for name, group in by_register.items() if len(frame := _frame(group))}
        if not frames:
            raise NothingCameInError(_nothing(self._settings, problems), problems, accounts)
        return Snapshot(frames, problems, accounts, as_at, fingerprint, inputs, self._context.registers)

    def _read_file(self, file: Planned, content: bytes) -> None:
        opened = read_sheets(content)
        self._problems += [explaining.as_problem(refusal, file.name, "refused") for refusal in opened.refusals]
        self._problems += [explaining.as_problem(warning, file.name, "warning") for warning in opened.warnings]
        self._accounts += [
            Account(
                file.name,
                refusal.sheet,
                "",
                left_out=[{"row": "all", "why": f"not read: it {refusal.found}"}],
            )
            for refusal in opened.refusals
        ]
        self._hinted = {hint.register_name for hint in file.hints if hint and hint.register_name}
        for hint in file.hints:
            self._read_sheets(file.name, opened.sheets, hint)

    def _read_sheets(self, file: str, sheets: list[Sheet], hint: InputFile | None) -> None:
        wanted = [sheet for sheet in sheets if not hint or not hint.sheet or fold(sheet.name) == fold(hint.sheet)]
        if hint and hint.sheet and sheets and not wanted:
            self._problems.append(_no_such_sheet(file, hint.sheet, sheets))
        found: list[tuple[Sheet, Table | None]] = []
        for sheet in wanted:
            if is_own_guide(sheet):
                self._leave_out(file, sheet, "guide or example of the template")
            elif is_blank(sheet):
                self._leave_out(file, sheet, "empty sheet")
            else:
                found.append((sheet, find_table(sheet, self._context.registers, self._context.names, hint, file)))
        is_hinted = hint is not None and hint.register_name is not None
        is_elsewhere = is_hinted and any(table and table.matched.is_recognised for _, table in found)
        for sheet, table in found:
            if is_elsewhere and not (table and table.matched.is_recognised):
                self._leave_out(file, sheet, f"holds no {hint.register_name}" if hint else "")
            elif table is None:
                self._leave_out(file, sheet, "no row of headers was recognised")
                about = self._context.registers, self._context.names, hint
                self._problems.append(explaining.not_recognised(sheet, file, *about))
            else:
                self._read_table(file, sheet, table, hint)

    def _read_table(self, file: str, sheet: Sheet, table: Table, hint: InputFile | None) -> None:
        register = table.matched.register
        self._problems += explaining.hints_not_found(sheet, table, file)
        if table.matched.claimed_twice:
            self._problems += explaining.claimed_twice(sheet, table, file)
            rows = len(table.rows)
            self._accounts.append(
                Account(
                    file,
                    sheet.name,
                    register.name,
                    read=rows,
                    set_aside=rows,
                    left_out=table.left_out,
                    picture=with_set_aside(picture_of(sheet, table), table.rows),
                )
            )
            return
        others = {n: r for n, r in self._context.registers.items() if n not in {register.name, *self._hinted}}
        self._problems += explaining.not_used(sheet, table, file, others, self._context.names)
        self._batches.append(unfold(sheet, table, file, hint))

    def _leave_out(self, file: str, sheet: Sheet, why: str) -> None:
        left_out = [{"row": "all", "why": why}]
        self._accounts.append(Account(file, sheet.name, "", left_out=left_out, picture=picture_of(sheet)))

    def _screen(self, name: str, batches: list[Batch]) -> None:
        for batch in batches:
            _screen_one(batch, self._context)
        if batches:
            mark_repeats(batches, batches[0].register)
        if name == "schools":
            self._context.learn_schools(_frame(batches))


def _screen_one(batch: Batch, context: Context) -> None:
    """Every rule that looks at one sheet alone."""
    register = batch.register
    batch.note(check_required(batch))
    read_values(batch, context)
    batch.note(check_partly_known(batch, context))
    batch.note(check_span(batch))
    if register.has("measure"):
        read_measures(batch, context)
    if register.unfolds:
        read_results(batch, context)
    if register.observed:
        fill_terms(batch, context)
        batch.note(check_has_time(batch))
    for name, check in _OF_REGISTER.items():
        if register.name == name:
            check(batch, context)


def _screen_goals(batch: Batch, context: Context) -> None:
    batch.note(check_goal_has_measure(batch))
    batch.note(check_goal_names_its_group(batch))
    batch.note(check_goal_level(batch, context))


def _screen_achievement(batch: Batch, context: Context) -> None:
    batch.note(check_measure_in_use(batch, context))


_OF_REGISTER: dict[str, Callable[[Batch, Context], None]] = {
    "achievement": _screen_achievement,
    "goals": _screen_goals,
    "ratings": read_ratings,
}


def _frame(batches: list[Batch]) -> pd.DataFrame:
    """The accepted records of a register's sheets, in the order they were read, with the place of each."""
    frames = []
    for batch in batches:
        kept = batch.accepted
        columns = {
            column.name: (
                batch.values[column.name][kept]
                if column.name in batch.values
                else pd.Series(None, index=batch.texts.index[kept], dtype=object)
            ).astype(column.store_type)
            for column in batch.register.stored
        }
        frame = pd.DataFrame(columns)
        if batch.register.observed:
            frame["revised"] = pd.Series(batch.revised[kept], index=frame.index, dtype="boolean")
        frame["source_file"] = pd.Series(batch.file, index=frame.index, dtype="str")
        frame["source_sheet"] = pd.Series(batch.sheet, index=frame.index, dtype="str")
        frame["source_row"] = pd.Series(batch.rows[kept], index=frame.index, dtype="Int64")
        frames.append(frame)
    return pd.concat(frames, ignore_index=True) if frames else pd.DataFrame()


def _account(batch: Batch) -> Account:
    set_aside = int(batch.set_aside.sum())
    repeated = int((batch.repeated & ~batch.set_aside).sum())
    return Account(
        file=batch.file,
        sheet=batch.sheet,
        register=batch.register.name,
        read=len(batch.texts),
        accepted=len(batch.texts) - set_aside - repeated,
        set_aside=set_aside,
        repeated=repeated,
        left_out=batch.left_out,
        picture=with_set_aside(batch.picture, batch.rows[batch.set_aside]),
    )


def _no_such_sheet(file: str, wanted: str, sheets: list[Sheet]) -> Problem:
    return Problem(
        check="settings",
        effect="refused",
        file=file,
        sheet=wanted,
        cells="",
        found="is named in the settings, but the workbook has no such sheet",
        expected=f"Its sheets are {', '.join(sheet.name or 'one without a name' for sheet in sheets)}.",
        remedy="Correct 'sheet' in the settings.",
    )


def _nothing(settings: Settings, problems: list[Problem]) -> str:
    first = next((p for p in problems if p.effect == "refused"), None) or next(iter(problems), None)
    why = f" {first.sentence()}" if first else " The files named under 'inputs' hold no rows."
    more = len(problems) - 1
    rest = f" {more} more problem{'s' if more > 1 else ''} listed by 'colsynth screen'." if more > 0 else ""
    return f"Nothing could be taken in for {settings.community.name}.{why}{rest}"

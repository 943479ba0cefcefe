"""What did the schools send? Every spreadsheet of a community, read into its registers, with nothing lost.

Rows read = accepted + set aside + repeated, for every sheet and register; titles, totals and notes are listed apart.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

import pandas as pd

from colsynth.errors import InputError, Problem
from colsynth.intake import explaining
from colsynth.intake.checks.achievement import (
    check_has_time,
    check_measure_in_use,
    check_term_agrees,
    check_year_level_at_the_time,
    fill_terms,
)
from colsynth.intake.checks.aggregates import check_has_year, check_within, fill_calendar_years, name_measures
from colsynth.intake.checks.as_at import check_not_after, newest_day
from colsynth.intake.checks.enrolments import (
    check_enrolled_once,
    check_roll_has_days,
    check_short_numbers,
    check_tested_on_roll,
    on_no_roll,
)
from colsynth.intake.checks.goals import (
    check_goal_has_measure,
    check_goal_level,
    check_goal_names_its_group,
    check_span,
)
from colsynth.intake.checks.layouts import read_layout_rows
from colsynth.intake.checks.pairs import check_differs, check_half_days, check_not_before
from colsynth.intake.checks.rated_twice import mark_rated_twice
from colsynth.intake.checks.raters import check_raters
from colsynth.intake.checks.ratings import read_ratings
from colsynth.intake.checks.references import check_goals_known, check_schools_known
from colsynth.intake.checks.repeats import mark_repeats
from colsynth.intake.checks.required import check_required
from colsynth.intake.checks.statements import check_answer_has_question, check_place_known
from colsynth.intake.checks.voice import check_answers, check_counts, check_group, count_answers
from colsynth.intake.context import Context
from colsynth.intake.corrections import corrected_by
from colsynth.intake.files import Files, Found
from colsynth.intake.inputs import Plan
from colsynth.intake.learners.enrolled_at import place_at_schools
from colsynth.intake.learners.linking import Links, link_learners
from colsynth.intake.learners.people import read_people
from colsynth.intake.records.batch import Batch
from colsynth.intake.records.given import Told, given_by_words, split_by_lines
from colsynth.intake.records.unfolding import unfold
from colsynth.intake.tables.picture import with_set_aside
from colsynth.intake.tables.table import Table
from colsynth.intake.values.by_type import read_values
from colsynth.intake.values.ethnicities import check_partly_known
from colsynth.intake.values.gaps import read_reasons
from colsynth.intake.values.macrons import repair_batch
from colsynth.intake.values.published import read_amounts
from colsynth.intake.values.results import read_measures, read_results
from colsynth.intake.values.student_numbers import is_national
from colsynth.registers.snapshot import Account, Snapshot
from colsynth.settings import Settings


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
        self._corrected_by = corrected_by(plan, settings)
        self._batches: list[Batch] = []
        self.links: dict[str, str] = {}  # the code that a learner has now, by one that was found to be the same

    def run(self, contents: Mapping[str, bytes], fingerprint: str, inputs: dict[str, str]) -> Snapshot:
        """The snapshot of all files; NothingCameInError where no record can be used."""
        files = Files(self._context)
        for file in self._plan.files:
            files.read(file, contents[file.name])
        self._problems = [*self._plan.problems, *files.problems]
        self._accounts = [*self._plan.accounts, *files.accounts]
        by_register: dict[str, list[Batch]] = {}
        for name in sorted(self._context.registers, key=lambda name: name not in _FIRST):
            by_register[name] = [batch for one in files.take(name) for batch in self._unfold(one)]
            self._screen(name, by_register[name])
        rolls = by_register.get("students", [])
        links = self._link(by_register, rolls)
        twice = [
            mark_repeats(batches, batches[0].register, self._corrected_by)
            for name, batches in by_register.items()
            if batches and name not in {*_FIRST, "ratings"}
        ]
        mark_rated_twice(by_register.get("ratings", []), self._corrected_by)
        as_at = self._settings.as_at or newest_day(self._batches, self._context)
        if as_at is not None:
            newest_term = self._context.calendar.term_of(as_at)
            for batch in self._batches:
                batch.note(check_not_after(batch, newest_term, self._context))
        for batch in self._batches:
            batch.note(check_term_agrees(batch))
        check_raters(by_register.get("ratings", []), self._context.frameworks, self._settings.frameworks)
        check_roll_has_days(rolls)
        check_enrolled_once(rolls)
        check_tested_on_roll(rolls, by_register.get("achievement", []))
        national = {code for number, code in self._context.codes.items() if is_national(number)}
        check_short_numbers([*rolls, *by_register.get("achievement", [])], national | links.unnumbered)
        of_batches = [problem for batch in self._batches for problem in batch.problems]
        problems = explaining.like_as_one([*self._problems, *of_batches])
        accounts = _together(self._accounts + [_account(batch) for batch in self._batches])
        frames = {name: frame for name, group in by_register.items() if len(frame := _frame(group))}
        if not frames:
            raise NothingCameInError(_nothing(self._settings, problems), problems, accounts)
        places = pd.concat([links.places, *twice, on_no_roll(frames)], ignore_index=True)
        about = self._context.registers
        return Snapshot(frames, problems, accounts, as_at, fingerprint, inputs, about, learners=places)

    def _link(self, by_register: Mapping[str, list[Batch]], rolls: list[Batch]) -> Links:
        """Make rows of one learner one learner's, forget who they are by name, and place results by the rolls."""
        of_learners = [batch for batch in self._batches if batch.register.has("student")]
        links = link_learners(of_learners, by_register.get("aliases", []), self._context)
        self.links = links.codes
        for batch in self._batches:
            batch.people = pd.DataFrame()
        place_at_schools(of_learners, rolls, self._context)
        for batch in self._batches:
            batch.note(check_required(batch, by_enrolment=True))
        return links

    def _unfold(self, found: Found) -> Iterator[Batch]:
        """The records of a table; of each of its parts where lines between the rows tell them apart."""
        parts = split_by_lines(found.table, self._context) if found.known is None else [(found.table, {})]
        for table, line in parts:
            yield self._unfold_part(found, table, line)

    def _unfold_part(self, found: Found, table: Table, line: Told) -> Batch:
        above = found.known.told_above if found.known is not None else {}
        by_words = given_by_words(found.sheet, table, line, self._context)
        told = {name: said for name, said in by_words.items() if name not in above}
        batch = unfold(found.sheet, table, found.file, found.hint, told | above)
        if found.known is not None:
            batch = read_layout_rows(batch, found.known, self._context)
        batch.people = read_people(found.sheet, table, batch.rows)
        self._problems += explaining.given(found.sheet, table, found.file, told)
        self._batches.append(batch)
        return batch

    def _screen(self, name: str, batches: list[Batch]) -> None:
        for batch in batches:
            _screen_one(batch, self._context)
        if name in _FIRST and batches:
            mark_repeats(batches, batches[0].register, self._corrected_by)
        if name == "schools":
            self._context.learn_schools(_frame(batches))
        if name == "goals":
            self._context.learn_goals(_frame(batches))


def _screen_one(batch: Batch, context: Context) -> None:
    """Every rule that looks at one sheet alone."""
    register = batch.register
    repair_batch(batch, context.words)
    batch.note(check_required(batch))
    read_values(batch, context)
    batch.note(check_partly_known(batch, context))
    batch.note(check_span(batch))
    batch.note(check_not_before(batch))
    batch.note(check_differs(batch))
    batch.note(check_schools_known(batch, context))
    batch.note(check_goals_known(batch, context))
    if register.has("measure") and register.column("measure").type == "measure":
        read_measures(batch, context)
    if register.gives_results:
        read_results(batch, context)
    if register.has("term"):
        fill_terms(batch, context)
    if register.observed:
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
    batch.note(check_year_level_at_the_time(batch))


def _screen_attendance(batch: Batch, context: Context) -> None:
    read_reasons(batch, context, told_by=("present", "justified", "unjustified", "percent"))
    batch.note(check_half_days(batch))


def _screen_aggregates(batch: Batch, context: Context) -> None:
    read_amounts(batch, context)
    name_measures(batch, context)
    fill_calendar_years(batch)
    batch.note(check_has_year(batch))
    batch.note(check_within(batch))


def _screen_places(batch: Batch, context: Context) -> None:
    batch.note(check_place_known(batch, context))
    if batch.register.name == "statements":
        batch.note(check_answer_has_question(batch))


def _screen_voice(batch: Batch, context: Context) -> None:
    count_answers(batch, context)
    batch.note(check_counts(batch))
    batch.note(check_group(batch))
    batch.note(check_answers(batch, context))


_FIRST = ("schools", "goals")  # registers that others are checked against
_OF_REGISTER: dict[str, Callable[[Batch, Context], None]] = {
    "achievement": _screen_achievement,
    "aggregates": _screen_aggregates,
    "attendance": _screen_attendance,
    "evidence": _screen_places,
    "goals": _screen_goals,
    "ratings": read_ratings,
    "statements": _screen_places,
    "voice": _screen_voice,
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
        for mark, kind in batch.register.marks.items():
            marked = batch.revised if mark == "revised" else batch.values[mark].to_numpy()
            frame[mark] = pd.Series(marked[kept], index=frame.index, dtype=kind)
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
        schools=_set_aside_by_school(batch),
    )


def _set_aside_by_school(batch: Batch) -> dict[str, dict[str, int]]:
    """How many records were set aside of each school that is named, by term; "" where the term is not known."""
    if "school" not in batch.values:
        return {}
    schools = batch.values["school"]
    terms = batch.values["term"].fillna("") if "term" in batch.values else pd.Series("", index=schools.index)
    found: dict[str, dict[str, int]] = {str(code): {} for code in sorted(schools.dropna().unique())}
    counts = pd.DataFrame({"school": schools, "term": terms})[batch.set_aside].value_counts()
    for row in counts.reset_index(name="n").sort_values(["school", "term"]).itertuples():
        found[str(row.school)][str(row.term)] = int(str(row.n))
    return found


def _together(accounts: list[Account]) -> list[Account]:
    """One account a sheet and register, in the order of the files: a sheet may hold several tables of a register."""
    made: dict[tuple[str, str, str], Account] = {}
    for one in accounts:
        place = (one.file, one.sheet, one.register)
        before = made.get(place)
        made[place] = one if before is None else before.and_also(one)
    return [made[place] for place in sorted(made)]


def _nothing(settings: Settings, problems: list[Problem]) -> str:
    first = next((p for p in problems if p.effect == "refused"), None) or next(iter(problems), None)
    why = f" {first.sentence()}" if first else " The files named under 'inputs' hold no rows."
    more = len(problems) - 1
    rest = f" {more} more problem{'s' if more > 1 else ''} listed by 'colsynth screen'." if more > 0 else ""
    return f"Nothing could be taken in for {settings.community.name}.{why}{rest}"

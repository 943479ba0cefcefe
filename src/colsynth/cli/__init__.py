"""The `colsynth` command: every word of it for somebody who is good at spreadsheets and afraid of terminals.

Only click is imported at the start, so that `--help` answers at once; each command imports what it needs.
"""

from __future__ import annotations

import contextlib
import errno
import io
import logging
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from colsynth import __version__
from colsynth.errors import ColsynthError, UsageError

if TYPE_CHECKING:
    from colsynth.runs import Outcome

OK = 0
LONGEST_SHOWN = 120  # signs of a path shown in a message
STARTED = "colsynth-start.txt"  # what start.py leaves in the environment that it makes


class Plain(click.Group):
    """A group whose commands end with one plain sentence and an exit code, never a traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except ColsynthError as error:
            if ctx.params.get("debug"):
                raise
            click.echo(str(error), err=True)
            sys.exit(error.exit_code)
        except OSError as error:
            if ctx.params.get("debug"):
                raise
            name = str(error.filename or "A file")
            shown = name if len(name) <= LONGEST_SHOWN else f"{name[:LONGEST_SHOWN]}..."
            click.echo(f"{shown} cannot be used: {error.strerror or 'the system gives no reason'}.", err=True)
            sys.exit(UsageError.exit_code if error.errno == errno.ENAMETOOLONG else ColsynthError.exit_code)


@click.group(cls=Plain, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="colsynth")
@click.option("--debug", is_flag=True, help="Show everything when something fails.")
def main(debug: bool) -> None:
    """Spreadsheets from a network of schools in, one careful report per community out."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # an old console or a redirection without macrons shows ? instead
            stream.reconfigure(errors="replace")
    level = logging.DEBUG if debug else logging.WARNING
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(message)s", stream=sys.stderr)
    logging.getLogger("colsynth").setLevel(min(level, logging.INFO))
    for handler in logging.getLogger().handlers:
        handler.setLevel(level)


PARAMS = click.argument("params", nargs=-1, type=click.Path(path_type=Path))


@main.command()
@PARAMS
@click.option("--term", help="School term, for example 2026-T3; else the newest the data supports.")
@click.option("--jobs", type=click.IntRange(1, 64), default=os.cpu_count() or 1, help="Communities at a time.")
@click.option("--force", is_flag=True, help="Make reports again even when nothing has changed.")
@click.option("--dry-run", is_flag=True, help="Say what would be made; make nothing.")
@click.pass_context
def report(
    ctx: click.Context, params: tuple[Path, ...], term: str | None, jobs: int, force: bool, dry_run: bool
) -> None:
    """Make the report of every community in PARAMS (settings files; else all of params/)."""
    from colsynth.runs import report as make
    from colsynth.runs.report import exit_code
    from colsynth.settings import check_term

    files = settings_files(params)
    with progress_shown(len(files)) as progress:
        outcomes = make(files, check_term(term) if term else None, jobs, force, dry_run, progress)
    for outcome in outcomes:
        tell(outcome)
    ctx.exit(exit_code(outcomes))


@main.command()
@PARAMS
@click.option("--suggest", is_flag=True, help="For sheets not understood, write settings for you to complete.")
@click.pass_context
def screen(ctx: click.Context, params: tuple[Path, ...], suggest: bool) -> None:
    """Check the files of every community in PARAMS; publish nothing."""
    from colsynth.cli.screening import screened_lines, suggested
    from colsynth.runs import screen as check

    code = OK
    for path in settings_files(params):
        if suggest:
            click.echo(suggested(path))
            continue
        found = check(path)
        click.echo()
        for line in screened_lines(found):
            click.echo(line)
        code = code or found.exit_code
    ctx.exit(code)


@main.command()
@click.argument("target", metavar="FILE.xlsx|FOLDER", type=click.Path(path_type=Path))
@PARAMS
@click.option("--with", "with_", help="Further registers, for example goals,ratings.")
@click.option("--per-school", is_flag=True, help="A workbook for each school of PARAMS, into FOLDER.")
@click.option("--settings", "of_settings", is_flag=True, help="A settings workbook; with PARAMS, what that file says.")
@click.option("--framework", "of_framework", is_flag=True, help="A workbook to write a framework of your own in.")
@click.option("--rate", help="Rating workbooks for PARAMS, into FOLDER: the framework, for example six-foci.")
@click.option("--by", type=click.Choice(["area", "indicator"]), default="area", help="With --rate: what is rated.")
@click.option("--raters", help='With --rate: who rates, as "principal 4, iwi 1, schools".')
@click.option("--term", help="With --rate: the school term, for example 2026-T3; else the one it is now.")
@click.option("--force", is_flag=True, help="Write over files that are there already.")
def template(
    target: Path,
    params: tuple[Path, ...],
    with_: str | None,
    per_school: bool,
    of_settings: bool,
    of_framework: bool,
    rate: str | None,
    by: str,
    raters: str | None,
    term: str | None,
    force: bool,
) -> None:
    """Write a workbook to fill in: FILE.xlsx with schools, learners and results; or one a school, one a rater, the
    settings, or a framework."""
    from colsynth.cli import templates

    more = tuple(name.strip() for name in (with_ or "").split(",") if name.strip())
    if per_school + of_settings + of_framework + bool(rate) > 1:
        raise UsageError("--per-school, --settings, --framework and --rate write different things. Give one of them.")
    if (raters or term) and not rate:
        raise UsageError("--raters and --term go with --rate and a framework. Write for example: --rate six-foci")
    if rate:
        written = templates.ratings(target, settings_files(params), rate, by, raters or "schools", term, force)
    elif per_school:
        written = templates.per_school(target, settings_files(params), more, force)
    elif of_settings:
        written = templates.of_settings(target, params, force)
    elif params:
        raise UsageError(f"'{params[0]}' is one word too many. A blank workbook needs one name: blank.xlsx")
    elif of_framework:
        written = templates.of_framework(target, force)
    else:
        written = templates.blank(target, more, force)
    for path in written:
        click.echo(f"Written: {path}")


@main.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.option("--from", "source", type=click.Path(path_type=Path), help="A folder of spreadsheets to begin with.")
@click.option("--yes", is_flag=True, help="With --from: ask nothing and take every default.")
def init(folder: Path, source: Path | None, yes: bool) -> None:
    """Make a workspace of your own in FOLDER, with notebooks, settings and the demo data.

    With --from it looks at a folder of spreadsheets instead, asks in plain words, and writes the settings.
    """
    import shutil

    if source is not None:
        _begin(folder, source, yes)
        return

    from colsynth.reference.places import shipped_root

    if folder.exists() and any(folder.iterdir()):
        raise UsageError(f"{folder} is not empty. Choose a new folder, so that nothing of yours is written over.")
    for name in ("notebooks", "params", "data/demo"):
        shutil.copytree(shipped_root() / name, folder / name, ignore=shutil.ignore_patterns(".*", "__pycache__"))
    click.echo(
        f"Made {folder}. Next:\n  {called()} report {folder / 'params'}\n"
        "Your own community: copy a file in params/, change its name and inputs, and run it again."
    )


def _begin(folder: Path, source: Path, yes: bool) -> None:
    from colsynth.cli.starting import Answers, begin

    begun = begin(folder, source, Answers(asks=not yes))
    name = f'"{begun.settings}"' if " " in str(begun.settings) else str(begun.settings)
    click.echo(f"\nWritten: {begun.settings}. Next, from this folder:\n  {called()} screen {name}")
    if begun.not_understood:
        click.echo(f"  {called()} screen {name} --suggest    (for what was not understood)")
    click.echo(f"  {called()} report {name}")


@main.command()
@click.option("--dry-run", is_flag=True, help="Print the command; start nothing.")
@click.pass_context
def explore(ctx: click.Context, dry_run: bool) -> None:
    """Open JupyterLab on the workspace, to look for yourself."""
    import subprocess

    from colsynth.settings import find_workspace

    workspace = find_workspace(Path.cwd()) or Path.cwd()
    command = [sys.executable, "-m", "jupyterlab", f"--ServerApp.root_dir={workspace}", "--ServerApp.ip=127.0.0.1"]
    if dry_run:
        click.echo(" ".join(command))
        return
    ctx.exit(subprocess.call(command))


@main.command("list")
@click.argument("kind", type=click.Choice(["frameworks", "registers", "measures", "chapters"]))
@click.argument("workspace", required=False, type=click.Path(path_type=Path, exists=True))
def list_(kind: str, workspace: Path | None) -> None:
    """What is known: frameworks, registers, measures or chapters, and where it comes from; those of a WORKSPACE too."""
    from colsynth.cli import known
    from colsynth.settings import find_workspace

    for line in known.lines(kind, find_workspace((workspace or Path.cwd()).resolve())):
        click.echo(line)


@main.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.pass_context
def check(ctx: click.Context, paths: tuple[Path, ...]) -> None:
    """Explain every fault of a settings file, or of any file under data/; else of all of params/."""
    from colsynth.cli import known

    code = OK
    for path in paths or settings_files(()):
        faults = known.faults(path)
        click.echo(f"{path}: {'no faults found' if not faults else f'{len(faults)} to mend'}")
        for fault in faults:
            click.echo(f"  {fault}")
        code = code or (3 if faults else OK)
    ctx.exit(code)


@main.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.option("--communities", type=click.IntRange(1, 500), default=2, show_default=True)
@click.option("--schools", type=click.IntRange(1, 100), default=5, show_default=True)
@click.option("--learners", type=click.IntRange(1, 5000), default=60, show_default=True, help="Learners a school.")
@click.option("--terms", type=click.IntRange(1, 40), default=4, show_default=True)
@click.option("--seed", type=int, default=1, show_default=True)
def simulate(folder: Path, communities: int, schools: int, learners: int, terms: int, seed: int) -> None:
    """Make fictional communities in FOLDER, with their known truth, to try things out on."""
    from colsynth.simulate import write_communities

    if folder.exists() and any(folder.iterdir()):
        raise UsageError(f"{folder} is not empty. Choose a new folder, so that nothing of yours is written over.")
    write_communities(
        folder, communities=communities, schools=schools, learners_per_school=learners, terms=terms, seed=seed
    )
    click.echo(f"Made {communities} communities in {folder}. Next:\n  {called()} report {folder / 'params'}")


def called() -> str:
    """The word, or words, by which this person calls colsynth."""
    return "python start.py" if (Path(sys.prefix) / STARTED).exists() else "colsynth"


def settings_files(params: tuple[Path, ...]) -> list[Path]:
    """The settings files that the words of a command mean: files, folders of files, or all of params/."""
    from colsynth.settings import WORKBOOKS, find_settings, find_workspace

    if not params:
        workspace = find_workspace(Path.cwd())
        if workspace is None:
            raise UsageError(
                "There is no params/ folder here or above. Go to your workspace, name a settings file, "
                "or make a workspace with: colsynth init my-workspace"
            )
        params = (workspace / "params",)
    found = []
    for path in params:
        if path.is_dir():
            inside = [
                found
                for ending in (".yaml", ".yml", *WORKBOOKS)
                for found in sorted(path.glob(f"*{ending}"))
                if not found.name.startswith(("~$", ".~lock."))  # a workbook that is open in another program
            ]
            if not inside:
                raise UsageError(f"{path} holds no settings files. A settings file ends in .yaml or .xlsx.")
            found += inside
        else:
            found.append(path)
    return list(dict.fromkeys(find_settings(path) for path in found))


def tell(outcome: Outcome) -> None:
    """One community's outcome as lines for people."""
    if outcome.status == "failed":
        click.echo(f"{outcome.name}: failed. {outcome.reason}", err=True)
        return
    where = f" {outcome.folder / 'report.html'}" if outcome.folder and outcome.status != "would be made" else ""
    click.echo(f"{outcome.name}, {outcome.term}: {outcome.status}.{where}")
    if outcome.is_mostly_set_aside:
        told = "More than half of the records read were set aside"
        click.echo(f"  {told}: run '{called()} screen' and look at what it says before you use the report.", err=True)
    for stem, reason in outcome.failed_chapters:
        click.echo(
            f"  The chapter '{stem.replace('_', ' ')}' failed: {reason}. The others are in the report.", err=True
        )


@contextlib.contextmanager
def progress_shown(n: int) -> Iterator[Callable[[str, str, int, int], None]]:
    """A bar a community with the chapter in work; plain lines where the output is not a terminal."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    console = Console(stderr=True)
    if not console.is_terminal:
        yield lambda name, work, done, steps: click.echo(f"{name}: {work}", err=True)
        return
    bars: dict[str, Any] = {}
    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.fields[work]}"), TimeElapsedColumn())
    with Progress(*columns, console=console) as shown:

        def step(name: str, work: str, done: int, steps: int) -> None:
            if name not in bars:
                bars[name] = shown.add_task(name, work=work, total=steps)
            shown.update(bars[name], completed=done, total=steps, work=work)

        yield step

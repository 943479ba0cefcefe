"""Every command of the README works as it is written there.

Each block of commands is run by a shell in one copy of the checkout, from top to bottom. A command that
starts a server or changes the system is run with `--dry-run`; the few that cannot run here are named below
with who runs them.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from textwrap import dedent

import pytest

PROJECT = Path(__file__).resolve().parents[1]
README = (PROJECT / "README.md").read_text(encoding="utf-8")

RUN_ELSEWHERE = {
    "python start.py": "the checks of every change (.ci/run) call it",
    "python start.py test": "the checks of every change (.ci/run) call it",
    "pip install .": "test_wheel.py installs the project",
    "python -m colsynth report": "runs/test_run_demo.py makes the demo's reports with it",
    "pytest": "these are the tests",
    "pytest -m slow": "slow tests are run by hand",
}
STARTS_OR_CHANGES = ("colsynth explore", "colsynth schedule install", "colsynth schedule remove")


def blocks_of(text: str) -> list[list[str]]:
    """The commands of each fenced block: every line of an `sh` block, those after `$` of a `console` one."""
    blocks = []
    for kind, content in re.findall(r"^ *```(sh|console)\n(.*?)^ *```", text, flags=re.M | re.S):
        lines = dedent(content).replace("\\\n", " ").splitlines()
        if kind == "console":
            lines = [line[2:] for line in lines if line.startswith("$ ")]
        commands = [re.sub(r"\s+#.*", "", line).strip() for line in lines if not line.startswith("#")]
        blocks.append([re.sub(r"\s+", " ", command) for command in commands if command])
    return blocks


def as_run(command: str) -> str | None:
    """The command as it is run here, or None where it is run elsewhere."""
    if command in RUN_ELSEWHERE:
        return None
    command = command.replace("python start.py ", "colsynth ")  # test_start.py: it passes every word on
    plain = command.replace("python -m colsynth", "colsynth")
    changes = plain.startswith(STARTS_OR_CHANGES) and "--dry-run" not in command
    return f"{command} --dry-run" if changes else command


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of what a clone holds, where `python` and `colsynth` mean the ones under test."""
    copy = tmp_path_factory.mktemp("clone")
    kept = shutil.ignore_patterns(".*", "outputs", "build", "dist", "__pycache__", "tests")
    shutil.copytree(PROJECT, copy, ignore=kept, dirs_exist_ok=True)
    commands = copy / ".commands"
    commands.mkdir()
    for name, calls in {"python": "", "colsynth": "-m colsynth"}.items():
        script = commands / name
        script.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} {calls} "$@"\n', encoding="utf-8")
        script.chmod(0o755)
    return copy


RUN_HERE = [list(filter(None, map(as_run, block))) for block in blocks_of(README)]
BLOCKS = [block for block in RUN_HERE if block]


@pytest.mark.skipif(os.name == "nt", reason="the blocks are run by a POSIX shell")
@pytest.mark.parametrize("block", BLOCKS, ids=[block[0] for block in BLOCKS])
def test_a_block_of_the_readme_works_as_written(block: list[str], checkout: Path) -> None:
    done = subprocess.run(
        ["sh", "-e", "-c", "\n".join(block)],
        cwd=checkout,
        env=os.environ | {"PATH": f"{checkout / '.commands'}{os.pathsep}{os.environ['PATH']}", "CI": "1"},
        capture_output=True,
        text=True,
        check=False,
        timeout=900,
    )
    assert done.returncode == 0, f"{block}\n{done.stdout}\n{done.stderr}"


def test_the_readme_gives_the_two_commands_of_a_first_touch() -> None:
    commands = [command for block in blocks_of(README) for command in block]
    assert {"python start.py", "python start.py test", "pip install .", "python -m colsynth report"} <= set(commands)


def test_only_commands_of_the_project_itself_stand_in_the_readme() -> None:
    for command in (command for block in BLOCKS for command in block):
        assert command.split()[0] in {"python", "colsynth", "cd", "mkdir", "cp"}, command


def test_comments_output_and_long_lines_of_a_block_are_understood() -> None:
    text = "```sh\n# first\ncolsynth screen  # all\ncolsynth \\\n  report\n```\n"
    text += "\n```console\n$ colsynth list measures\notj\n```\n   ```sh\n   python start.py screen\n   ```\n"
    screen = ["python start.py screen"]
    assert blocks_of(text) == [["colsynth screen", "colsynth report"], ["colsynth list measures"], screen]


def test_what_starts_a_server_is_only_rehearsed() -> None:
    assert as_run("colsynth explore") == "colsynth explore --dry-run"
    assert as_run("colsynth explore --dry-run") == "colsynth explore --dry-run"
    assert as_run("python -m colsynth schedule install") == "python -m colsynth schedule install --dry-run"
    assert as_run("colsynth report") == "colsynth report"
    assert as_run("python start.py") is None

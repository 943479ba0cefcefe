"""What tests of every layer share: the project's folder, a fixed key, real files where at hand, a browser."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

PROJECT = Path(__file__).resolve().parents[1]
KEY = "5e" * 32  # learners' codes, and so the golden numbers, are the same on every computer


@pytest.fixture(scope="session", autouse=True)
def fixed_key(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A data folder of the tests' own, with a known key; the user's folder is never touched."""
    home = tmp_path_factory.mktemp("colsynth-home")
    (home / "learner.key").write_text(KEY + "\n", encoding="ascii")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COLSYNTH_HOME", str(home))
        yield home


@pytest.fixture(scope="session")
def project() -> Path:
    """The checkout."""
    return PROJECT


@pytest.fixture(scope="session")
def real_data() -> Path:
    """The folder of public files that the project reads but does not carry."""
    folder = Path(os.environ.get("COLSYNTH_REAL_DATA") or PROJECT.parent / "shared" / "real")
    if not folder.is_dir():
        pytest.skip(f"no real files at {folder}; COLSYNTH_REAL_DATA names their folder")
    return folder


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """A workspace of its own with the shipped notebooks, settings and demo, and no outputs yet."""
    return copy_workspace(tmp_path / "workspace")


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """The system's Chromium, without a window; open pages in a context with `offline=True`.

    For one module at a time: while it is open its event loop is the running one; notebooks need their own.
    """
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if found is None:
        pytest.skip("no Chromium on this computer (on Debian: apt install chromium)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield browser
        browser.close()


def copy_workspace(folder: Path) -> Path:
    """The three folders that make a workspace, copied from the checkout."""
    for name in ("notebooks", "params", "data"):
        shutil.copytree(PROJECT / name, folder / name, ignore=shutil.ignore_patterns(".ipynb_checkpoints"))
    return folder

"""Running one chapter: papermill, a kernel of its own, and a notebook without times so that it can be held again."""

from __future__ import annotations

import logging
from pathlib import Path

import nbformat
import papermill
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from papermill.exceptions import PapermillExecutionError

from colsynth.runs.plan import Job

CELL_SECONDS = 600  # a cell that takes longer is stuck: the largest real community needs a few seconds
START_SECONDS = 120
KERNEL = "python3"

log = logging.getLogger("colsynth.runs")


def execute(job: Job, stem: str, notebook: Path) -> str | None:
    """Run a chapter into the job's folder aside; None, or the reason why it failed in words for a page.

    The reason never holds a value from the data; the executed notebook, inside, holds the whole error.
    """
    target = job.aside / "inside" / "notebooks" / f"{stem}.ipynb"
    workspace = job.settings.workspace
    parameters = {
        "settings": job.settings.path.relative_to(workspace).as_posix(),
        "term": job.term,
        "audience": job.audience,
    }
    if stem == "first_page":
        parameters["executed"] = (job.aside / "inside" / "notebooks").relative_to(workspace).as_posix()
    log.info("chapter %s starts", stem)
    reason = None
    try:
        papermill.execute_notebook(
            notebook,
            target,
            parameters=parameters,
            kernel_name=KERNEL,
            language="python",
            progress_bar=False,
            log_output=False,
            request_save_on_cell_execute=False,
            extra_arguments=["--IPKernelApp.log_level=CRITICAL"],  # else each kernel writes to the terminal
            start_timeout=START_SECONDS,
            execution_timeout=CELL_SECONDS,
            resources={"metadata": {"path": str(workspace)}},  # the kernel's folder, without moving this process
        )
    except PapermillExecutionError as error:
        reason = f"its cell {error.cell_index + 1} stopped with {error.ename}"
    except CellTimeoutError:
        reason = f"a cell took longer than {CELL_SECONDS // 60} minutes"
    except DeadKernelError:
        reason = "its kernel stopped"
    except Exception as error:  # a notebook of the community's own can be broken in any way; the others go on
        log.debug("chapter %s", stem, exc_info=True)
        reason = f"its notebook could not be run ({type(error).__name__})"
    if reason:
        log.error("chapter %s failed: %s", stem, reason)
    if target.is_file():
        forget_times(target)
    return reason


def forget_times(path: Path) -> None:
    """Take times and random marks out of an executed notebook, so that the same inputs give the same bytes."""
    notebook = nbformat.read(path, as_version=4)
    notebook.metadata.pop("papermill", None)
    for number, cell in enumerate(notebook.cells):
        cell.metadata.pop("papermill", None)
        cell.metadata.pop("execution", None)
        cell["id"] = f"cell-{number}"
    nbformat.write(notebook, path)

"""From a fresh copy: `python start.py` makes the demo reports, `python start.py test` runs the tests.

Any other words go to colsynth as they are: `python start.py screen` is `colsynth screen`.

Standard library only. Makes a virtual environment, `.venv`, beside this file and changes nothing else.
"""

import functools
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import webbrowser
from pathlib import Path

HERE = Path(__file__).resolve().parent
VENV = HERE / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
STAMP = VENV / "colsynth-start.txt"
UNFINISHED = "unfinished"
OFFLINE = ("Retrying (", "from versions: none", "CERTIFICATE_VERIFY_FAILED", "SSLError", "ProxyError")
say = functools.partial(print, flush=True)


def fingerprint(extra):
    """Changes when the project moves, its versions change, or another extra is wanted."""
    files = b"".join((HERE / name).read_bytes() for name in ("pyproject.toml", "constraints.txt"))
    return hashlib.sha256(files + str(HERE).encode()).hexdigest() + extra


def works():
    """Whether the interpreter in `.venv` starts and has pip; one from another computer does not."""
    try:
        probe = [str(PYTHON), "-c", "import sys, pip; sys.exit(sys.version_info < (3, 11))"]
        return subprocess.run(probe, stderr=subprocess.DEVNULL, check=False).returncode == 0
    except OSError:
        return False


def make_environment():
    """An empty `.venv`, in place of one that an interrupted run left behind."""
    if not (importlib.util.find_spec("venv") and importlib.util.find_spec("ensurepip")):
        sys.exit("This Python lacks its venv module. On Debian or Ubuntu: sudo apt install python3-venv")
    say("Making a virtual environment in .venv ...")
    try:
        if VENV.exists():
            shutil.rmtree(str(VENV))
        VENV.mkdir()
        STAMP.write_text(UNFINISHED, encoding="ascii")
    except OSError as error:
        sys.exit(f"{VENV} cannot be made anew: {error}. Close the programs that use it, then try again.")
    if subprocess.run([sys.executable, "-m", "venv", str(VENV)], check=False).returncode:
        sys.exit("The virtual environment could not be made. The lines above say why.")


def install(extra):
    """The project and what it needs, in the versions of constraints.txt; nothing when they are there."""
    stamp = STAMP.read_text(encoding="ascii") if STAMP.exists() else ""
    if stamp in (fingerprint(extra), fingerprint("[test]")) and works():
        return
    if stamp == UNFINISHED or not works():
        make_environment()
        stamp = UNFINISHED
    say("Installing colsynth and what it needs into .venv (some minutes the first time) ...")
    STAMP.write_text(UNFINISHED, encoding="ascii")
    pip = [str(PYTHON), "-m", "pip", "install", "--quiet", "-c", "constraints.txt", "-e", "." + extra]
    done = subprocess.run(pip, cwd=str(HERE), stderr=subprocess.PIPE, check=False)
    said = done.stderr.decode(errors="replace")
    if done.returncode:
        STAMP.write_text(stamp, encoding="ascii")
        if any(sign in said for sign in OFFLINE):
            sys.exit("The packages could not be fetched. Check the network (or HTTPS_PROXY), then try again.")
        sys.exit(f"The packages could not be installed. The installer says:\n{said.strip()[-1500:]}")
    STAMP.write_text(fingerprint(extra), encoding="ascii")


def main(arguments):
    """The exit code of the report or of the tests."""
    tests = arguments == ["test"]
    install("[test]" if tests else "")
    module = ["pytest"] if tests else ["colsynth", *(arguments or ["report"])]
    code = subprocess.run([str(PYTHON), "-m", *module], cwd=str(HERE), check=False).returncode
    index = max(HERE.glob("outputs/*/index.html"), key=lambda page: page.stat().st_mtime, default=None)
    if index and not arguments:
        say(f"The reports: {index}")
        if sys.stdout.isatty() and not os.environ.get("CI"):
            webbrowser.open(index.as_uri())
    return code


if __name__ == "__main__":
    if sys.version_info < (3, 11):  # noqa: UP036
        sys.exit("colsynth needs Python 3.11 or newer (python.org). This is {}.{}.".format(*sys.version_info))
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit("Stopped. The same command goes on where it was.")

"""Which file corrects which? What the settings say under `supersedes`, through files that correct a correction."""

from __future__ import annotations

from colsynth.errors import SettingsError, near
from colsynth.intake.inputs import Plan, Planned
from colsynth.settings import Settings


def corrected_by(plan: Plan, settings: Settings) -> dict[str, set[str]]:
    """For the name of each file that is corrected, the files whose records win over its own.

    SettingsError where `supersedes` names no file of the inputs, or files correct each other in a circle.
    """
    directly: dict[str, set[str]] = {}
    for file in plan.files:
        for hint in file.hints:
            if hint and hint.supersedes:
                directly.setdefault(_older(hint.supersedes, file, plan, settings).name, set()).add(file.name)
    found: dict[str, set[str]] = {}
    for name in directly:
        waiting, newer = [name], set[str]()
        while waiting:
            more = directly.get(waiting.pop(), set()) - newer
            newer |= more
            waiting += more
        if name in newer:
            raise SettingsError(
                f"{settings.path.name}: 'supersedes' goes round in a circle through {name}. "
                "Say it only in the file that corrects."
            )
        found[name] = newer
    return found


def _older(written: str, file: Planned, plan: Plan, settings: Settings) -> Planned:
    path = settings.input_path(written)
    beside = (file.path.parent / written).resolve()
    found = [other for wanted in (path, beside) for other in plan.files if other.path == wanted]
    if not found:
        known = [other.name for other in plan.files if other is not file]
        raise SettingsError(
            f"{settings.path.name}: 'supersedes: {written}' of {file.name} names no file under 'inputs'."
            f"{near(written, known)} Write it as under 'file', for example {known[0] if known else 'sent/first.xlsx'}."
        )
    return found[0]

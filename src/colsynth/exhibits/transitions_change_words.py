"""How is a change at a move said and drawn: in points with its limits, with whom it is held against?"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import altair as alt
import pandas as pd

from colsynth.analyses.transitions import change as analysis
from colsynth.analyses.transitions import stayers
from colsynth.exhibits import transitions_counts as counts
from colsynth.exhibits.chapter import Chapter
from colsynth.exhibits.drawing import ACCENT, GREY, INK, dots, in_lines
from colsynth.exhibits.transitions_counts import Said
from colsynth.methods.attrition import MOST_UNLIKE
from colsynth.reference.terms import spoken

LEAST_SAID = 0.01  # points; what is nearer to none is written as none
WHO = {
    stayers.SAME: "learners who did not move",
    stayers.ADJACENT: "learners a year level above or below who did not move",
    stayers.NOBODY: "",
}


def named(chapter: Chapter, row: pd.Series[Any]) -> str:
    """A measure as the page calls it."""
    return chapter.measure_name(str(row["measure"]))


def over_in_short(before: str, after: str) -> str:
    """`T4 2025 to T1 2026`; the parts of a term stay on one line."""
    return f"{before[-2:]}\u00a0{before[:4]} to {after[-2:]}\u00a0{after[:4]}"


def size_of(value: float, kind: str) -> float:
    """A change in the unit of the page: points, or percentage points."""
    return 100 * value if kind == "share" else value


def drawn(value: float, kind: str) -> float:
    """A change as a picture has it: no finer than the page says shares, as more would give the learners back."""
    return round(size_of(value, kind), 0 if kind == "share" else 1)


def signed(value: float, kind: str, *, plus: bool = True) -> str:
    """A change as a reader takes it: whole from ten on, with a true minus and its sign."""
    number = size_of(value, kind)
    whole = kind == "share" or abs(number) >= 9.95
    text = f"{number:+.0f}" if whole else f"{number:+.1f}".removesuffix(".0")
    if float(text) == 0:  # a limit that leaves out no change is not written as none
        text = f"{number:+.1g}" if abs(number) >= LEAST_SAID else "0"
    return (text if plus else text.lstrip("+")).replace("-", "\u2212")


def limited(value: float, low: float, high: float, kind: str) -> str:
    """`−8 (−12 to −4)`."""
    return f"{signed(value, kind)} ({signed(low, kind)} to {signed(high, kind)})"


def texts(found: pd.DataFrame, said: Callable[..., str], *columns: str) -> pd.Series[str]:
    """What is said of some columns of each row with its kind; empty where they are."""
    held = zip(*(found[c] for c in (*columns, "kind")), strict=True)
    return pd.Series([None if pd.isna(list(row)).any() else said(*row) for row in held], index=found.index, dtype="str")


def effect(value: float, low: float, high: float) -> str:
    return f"{value:+.2f} ({low:+.2f} to {high:+.2f})".replace("-", "\u2212")


def _what(row: pd.Series[Any], chapter: Chapter) -> str:
    into = f" into {chapter.school_labels[row['into']]}" if row["into"] else ""
    return f"{row['step']}, {named(chapter, row)}: learners who moved{into}"


def said_of(chapter: Chapter, row: pd.Series[Any]) -> str:
    unit = "percentage points" if row["kind"] == "share" else "points"
    if row["verdict"] == analysis.CANNOT:
        return (
            f"{_what(row, chapter)} changed by {signed(row['change'], row['kind'])} {unit}; whether that goes with the "
            "move cannot be told from summer and growing older"
        )
    who = WHO[row["comparison"]] + (", a weaker comparison" if row["comparison"] == stayers.ADJACENT else "")
    if row["verdict"] == analysis.NO_CLEAR:
        return f"{_what(row, chapter)} show no clear difference from {who}"
    less = "less" if row["verdict"] == analysis.LOWER else "more"
    size = signed(abs(row["difference"]), row["kind"], plus=False)
    verb = "came" if row["kind"] == "share" else "gained"
    what = " to the expectation" if row["kind"] == "share" else ""
    return f"{_what(row, chapter)} {verb} {size} {unit} {less}{what} than {who}"


def between(low: float, high: float, kind: str) -> str:
    """` (95 % interval −6 to +3 points)`: behind `no clear difference`, how large a one there might be all the same."""
    unit = "percentage points" if kind == "share" else "points"
    return f" (95 % interval {signed(low, kind)} to {signed(high, kind)} {unit})"


def may_hide(low: float, kind: str, sd: float | None) -> str:
    """What `no clear difference` does not say: with its lower limit, how far lower those who moved might be."""
    if low >= 0:
        return ""
    unit = "percentage points" if kind == "share" else "points"
    scaled = f", {abs(low) / sd:.1f} standard deviations," if sd is not None and pd.notna(sd) and sd > 0 else ""
    lower = f"{signed(abs(low), kind, plus=False)} {unit}{scaled}"
    return f"It does not say that there is no dip: one of up to {lower} would fit as well."


def claim(chapter: Chapter, row: pd.Series[Any], unit: str) -> str:
    kind = row["kind"]
    over = f"from {spoken(str(row['before']))} to {spoken(str(row['after']))}"
    own = f"their change {over} is {limited(row['change'], row['change_low'], row['change_high'], kind)} {unit}"
    if pd.isna(row["difference"]):
        return f"{said_of(chapter, row)}: {own} (95 % interval). Too few who stayed can be held against them."
    limits = f"{signed(row['low'], kind)} to {signed(row['high'], kind)}"
    text = (
        f"{said_of(chapter, row)}: {own}, that of those who stayed {signed(row['stayed_change'], kind)}, the "
        f"difference {signed(row['difference'], kind)} (95 % interval {limits})"
    )
    if pd.notna(row["effect"]):
        text += f", {row['effect']:+.2f} standard deviations".replace("-", "\u2212")
    return f"{text}."


def says_not(chapter: Chapter, row: pd.Series[Any]) -> str:
    said = [
        "It does not say that a school caused it: a receiving school's results are not the feeder's quality, and who "
        "moves, the test and its day are in it."
    ]
    if row["into"]:
        said.append(f"It is about moving into {chapter.school_labels[row['into']]}, not about moving as such.")
    if row["comparison"] == stayers.ADJACENT:
        said.append("Learners of another age may grow faster or slower for reasons of their own.")
    if row["verdict"] == analysis.NO_CLEAR:
        said.append(may_hide(float(row["low"]), str(row["kind"]), row["sd"]))
    if pd.notna(row["unlike"]) and abs(row["unlike"]) > MOST_UNLIKE:
        said.append(
            "Those who moved and those who did not stood apart before: low results rise, high ones fall, by themselves."
        )
    if (
        pd.notna(row["bound_low"])
        and (row["bound_low"] <= 0 <= row["bound_high"])
        and not row["low"] <= 0 <= row["high"]
    ):
        said.append("Had those not followed fared otherwise, there might be no difference.")
    return " ".join(one for one in said if one)


def number_said(chapter: Chapter, row: pd.Series[Any]) -> Said:
    """How many moved with results on both sides, as far as it may be said."""
    ends = (str(row.get("from_school", "")), str(row.get("to_school", "")))
    return counts.said_of(chapter, int(row["n"]), str(row["step"]), int(row["year"]), *ends)


def as_said(found: pd.DataFrame, said: Sequence[Said]) -> pd.DataFrame:
    """The rows with what is reckoned from a number no finer than the number: the own change of shares, in steps."""
    shares = (found["kind"] == "share").to_numpy(bool)
    found = found.assign(n_said=[one.text for one in said])
    for column in ("change", "change_low", "change_high"):
        values = zip(said, found[column], shares, strict=True)
        found[column] = pd.array([one.share(v) if share else v for one, v, share in values], dtype="Float64")
    return found


def bars_of(row: pd.Series[Any]) -> pd.DataFrame:
    """The change of those who moved, of those who did not, and their difference, in the unit of the page."""
    sides: Sequence[tuple[str, tuple[str, str, str], str]] = (
        ("Learners who moved", ("change", "change_low", "change_high"), ACCENT),
        (str(row["compared"]).capitalize(), ("stayed_change", "stayed_low", "stayed_high"), GREY),
        ("Difference", ("difference", "low", "high"), INK),
    )
    kind = str(row["kind"])
    bars = []
    for who, columns, shade in sides:
        if pd.notna(row[columns[0]]):
            values = [drawn(float(row[c]), kind) for c in columns]
            bar = dict(zip(("change", "low", "high"), values, strict=True))
            bars.append({"who": who, **bar, "said": signed(float(row[columns[0]]), kind), "shade": shade})
    frame = pd.DataFrame(bars)
    return frame.assign(who=in_lines(frame["who"], 30))


def panel(lines: pd.DataFrame, kind: str, what: str = "change") -> alt.LayerChart:
    """Dots with their intervals, a row each, in the unit of a kind of measure."""
    return dots(lines, f"{what}, {'percentage points at the expectation' if kind == 'share' else 'points'}")

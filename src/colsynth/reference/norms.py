"""What is usual on a scale, by year level and term? Norm tables are licensed: a community brings its own copy."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

from colsynth.errors import SettingsError, near
from colsynth.reference.measures import Measure, load_measures
from colsynth.reference.terms import TERMS_A_YEAR

FOLDER = "data/reference/norms"
PLAIN = ("measure", "year_level", "term", "mean", "sd", "source")
NEEDED = ("measure", "year_level", "term")
OLDEST_YEAR_LEVEL = 15  # year levels run from 0 to 15 in the Ministry's roll returns
_CUT = re.compile(r"(stanine|percentile)_(\d{1,2})")
_HIGHEST = {"stanine": 9, "percentile": 99}
_LOWEST = {"stanine": 2, "percentile": 1}


@dataclass(frozen=True)
class Norm:
    """What is usual for a measure in a year level and a term (1-4), in points of the measure's scale.

    `stanines` gives the lowest score of each stanine from 2 to 9, `percentiles` the score at a percentile; both are
    empty where the file has none, as `mean` and `sd` (of learners) are None.
    """

    measure: str
    year_level: int
    term: int
    file: str
    mean: float | None = None
    sd: float | None = None
    stanines: dict[int, float] = field(default_factory=dict)
    percentiles: dict[int, float] = field(default_factory=dict)
    source: str = ""


def load_norms(workspace: Path | None) -> list[Norm]:
    """Every norm of the community's own copies, `data/reference/norms/*.csv`; none are shipped.

    SettingsError with every fault of every file, by row; two rows for one measure, year level and term are a fault.
    """
    files = sorted((workspace / FOLDER).glob("*.csv")) if workspace else []
    measures = load_measures(workspace)
    found: dict[tuple[str, int, int], tuple[Norm, str]] = {}
    faults: list[str] = []
    for path in files:
        for place, read in read_norms(path, measures):
            if isinstance(read, str):
                faults.append(f"{place}: {read}")
                continue
            key = (read.measure, read.year_level, read.term)
            if key in found:
                what = f"{read.measure}, Year {read.year_level}, Term {read.term}"
                faults.append(f"{place}: {what} stands in {found[key][1]} too. Keep one of them.")
            found.setdefault(key, (read, place))
    if faults:
        raise SettingsError("\n".join(faults))
    return [norm for norm, _ in found.values()]


def read_norms(path: Path, measures: Mapping[str, Measure]) -> Iterator[tuple[str, Norm | str]]:
    """(place, norm or what is wrong there) for the header and each row of a file."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.reader(file))
    except (UnicodeDecodeError, csv.Error):
        yield path.name, "it is not a CSV file in UTF-8. Save it again as 'CSV UTF-8'."
        return
    except OSError as error:
        yield path.name, f"it cannot be read: {error.strerror}. Check the file."
        return
    headers = [text.strip().casefold() for text in rows[0]] if rows else []
    wrong = list(_header_faults(headers))
    yield from ((f"{path.name}, row 1", fault) for fault in wrong)
    if wrong:
        return
    for number, cells in enumerate(rows[1:], start=2):
        if any(cell.strip() for cell in cells):
            place = f"{path.name}, row {number}"
            texts = {name: cell.strip() for name, cell in zip(headers, cells, strict=False) if cell.strip()}
            wrong = list(_row_faults(texts, measures))
            if any(cell.strip() for cell in cells[len(headers) :]):
                wrong.append(f"it has more cells than the {len(headers)} columns of the header. Check the commas.")
            if wrong:
                yield from ((place, fault) for fault in wrong)
            else:
                yield place, _norm(texts, path.name)


def _header_faults(headers: list[str]) -> Iterator[str]:
    for name in NEEDED:
        if name not in headers:
            yield f"the column '{name}' is missing. {FOLDER} is described in data/reference/README.md."
    for name in headers:
        cut = _CUT.fullmatch(name)
        is_cut = cut is not None and _LOWEST[cut[1]] <= int(cut[2]) <= _HIGHEST[cut[1]]
        if name not in PLAIN and not is_cut:
            hint = near(name, PLAIN) or f" Known are {', '.join(PLAIN)}, stanine_2 to _9 and percentile_1 to _99."
            yield f"the column '{name}' is not known.{hint}"
        elif headers.count(name) > 1:
            yield f"the column '{name}' stands twice. Keep one of them."


def _row_faults(texts: Mapping[str, str], measures: Mapping[str, Measure]) -> Iterator[str]:
    measure = measures.get(texts.get("measure", ""))
    if measure is None or measure.scale is None:
        said = texts.get("measure", "")
        why = f"'{said}' is no measure with a scale."
        yield f"{why}{near(said, [id_ for id_, known in measures.items() if known.scale])}"
    for name, low, high in (("year_level", 0, OLDEST_YEAR_LEVEL), ("term", 1, TERMS_A_YEAR)):
        text = texts.get(name, "")
        if not (text.isdecimal() and low <= int(text) <= high):
            yield f"'{name}' is '{text}'. A whole number from {low} to {high} is expected."
    numbers = {name: _number(text) for name, text in texts.items() if name not in {*NEEDED, "source"}}
    for name, number in numbers.items():
        if number is None:
            yield f"'{name}' is '{texts[name]}'. A number is expected."
        elif name == "sd" and number <= 0:
            yield f"'sd' is {number:g}. A number above 0 is expected."
        elif name != "sd" and measure is not None and measure.scale is not None and not measure.scale.holds(number):
            yield f"'{name}' is {number:g}, off the scale, which runs {measure.scale.limits}."
    if not numbers:
        yield "it has neither a mean with its sd nor a cut score. Fill in one of them or take the row out."
    if ("mean" in numbers) != ("sd" in numbers):
        yield "mean and sd go together. Fill in both or neither."
    for kind in _HIGHEST:
        of_kind = {name: value for name, value in numbers.items() if name.startswith(f"{kind}_")}
        cuts = sorted((int(name.split("_")[1]), value) for name, value in of_kind.items())
        for (low, below), (high, above) in pairwise(cuts):
            if below is not None and above is not None and below >= above:
                yield f"{kind} {high} begins at {above:g}, not above {kind} {low} at {below:g}."


def _norm(texts: Mapping[str, str], file: str) -> Norm:
    cuts = {
        kind: {int(name.split("_")[1]): float(text) for name, text in texts.items() if name.startswith(f"{kind}_")}
        for kind in _HIGHEST
    }
    return Norm(
        texts["measure"],
        int(texts["year_level"]),
        int(texts["term"]),
        file,
        _number(texts.get("mean", "")),
        _number(texts.get("sd", "")),
        cuts["stanine"],
        cuts["percentile"],
        texts.get("source", ""),
    )


def _number(text: str) -> float | None:
    return float(text) if re.fullmatch(r"[-+]?\d+(?:\.\d+)?", text) else None


@dataclass(frozen=True)
class Usual:
    """What is usual at one time: mean and sd in points of the scale; `pro_rata` where it lies between two norms."""

    mean: float
    sd: float
    pro_rata: bool


class Curve:
    """The usual score of one measure from term to term of school life, from norms with a mean.

    Between two norms a year apart or less the means and spreads are joined by a straight line: two terms are half of a
    year's growth. Before the first, after the last and over longer gaps nothing is known.

    Source: NZCER, average scale score progress: "two terms = 50 % of the 12-month benchmark".
    """

    def __init__(self, norms: Iterable[Norm], measure: str) -> None:
        self._known = {
            norm.year_level * TERMS_A_YEAR + norm.term - 1: (norm.mean, norm.sd)
            for norm in norms
            if norm.measure == measure and norm.mean is not None and norm.sd is not None
        }

    def __bool__(self) -> bool:
        return bool(self._known)

    def at(self, year_level: int, term: int) -> Usual | None:
        """What is usual in a term (1-4) of a year level; None where the norms do not reach."""
        place = year_level * TERMS_A_YEAR + term - 1
        if place in self._known:
            return Usual(*self._known[place], False)
        before = max((known for known in self._known if known < place), default=None)
        after = min((known for known in self._known if known > place), default=None)
        if before is None or after is None or after - before > TERMS_A_YEAR:
            return None
        share = (place - before) / (after - before)
        (mean0, sd0), (mean1, sd1) = self._known[before], self._known[after]
        return Usual(mean0 + share * (mean1 - mean0), sd0 + share * (sd1 - sd0), True)

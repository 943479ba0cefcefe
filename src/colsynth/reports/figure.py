"""How does an exhibit stand on the page? As a figure: chart, how to read it, findings, the same as a table.

What arrives from a notebook is checked here against the form the templates rely on; what does not fit raises
ValueError with a few words for the list of what was dropped.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib.resources import files
from math import floor
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from colsynth.findings.notebooks import Record
from colsynth.reference.terms import spoken
from colsynth.reports.charts import ChartError, json_script, still_svg
from colsynth.reports.words import Headings, Ids, prose

TEMPLATES = Path(str(files("colsynth.reports"))) / "template"

# The marks a cell can carry instead of a number, and what each says.
MARKS = {
    "[c]": "hidden so that no learner can be identified",
    "[x]": "missing: nothing was recorded",
    "[z]": "not applicable",
}
WIDE_TABLE = 3  # columns; a wider table scrolls in a region of its own on a small screen
LONG_TABLE = 30  # rows; a longer table is folded
DIAMONDS = 4
WORDS = ("title", "subtitle", "purpose", "alt", "how_to_read", "caution", "talk_about", "method")
STRENGTH_WORDS = (
    "we cannot say", "there are early signs", "it is possible", "it is likely", "we are confident",
)  # fmt: skip


def environment() -> Environment:
    """The templates of the page, escaping everything that is not markup already."""
    env = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    env.filters["prose"] = prose
    env.filters["spoken"] = spoken
    env.globals["marks"] = MARKS
    return env


def render_exhibit(
    env: Environment,
    exhibit: Record,
    findings: Sequence[Markup],
    *,
    headings: Headings,
    ids: Ids,
    drop: Callable[[str], None],
) -> str:
    """One exhibit as HTML; `findings` are those that stand beside it, rendered already."""
    name = ids.claim(_text(exhibit, "id"))
    table = table_view(exhibit)
    still = spec = None
    if exhibit.get("chart") is not None:
        try:
            spec = dict(exhibit["chart"])
            spec.pop("usermeta", None)  # it could change how the chart is embedded
            still = still_svg(spec, _text(exhibit, "alt") or _text(exhibit, "title"), name)
        except (ChartError, TypeError, ValueError) as error:
            reason = error if isinstance(error, ChartError) else "the chart is not in the agreed form"
            drop(f"the chart of {name} ({reason})")
            spec = None
    question = _text(exhibit, "question")
    return env.get_template("exhibit.html.j2").render(
        name=name,
        level=headings.below,
        question="" if question.casefold() == headings.last.casefold() else question,
        failed_chart=exhibit.get("chart") is not None and still is None,
        still=still,
        spec=json_script(spec) if spec is not None else None,
        table=table,
        wide=table is not None and len(table["columns"]) > WIDE_TABLE,
        folded="The same as a table" if still else _fold(table),
        findings=findings,
        sources=_texts(exhibit, "sources"),
        lists=_lists(exhibit),
        **{key: _text(exhibit, key) for key in WORDS},
    )


def render_finding(env: Environment, finding: Record, *, name: str, number: int, place: Any) -> Markup:
    """One finding as HTML; on the first page with a `number` and the `place` (title, anchor) it is from."""
    strength = int(finding["strength"])
    words = (_text(finding, "strength_words") or STRENGTH_WORDS[strength]).removesuffix(" that")
    numbers = [(label, value) for label, value in _numbers(finding) if value]
    html = env.get_template("finding.html.j2").render(
        name=name,
        number=number,
        place=place,
        claim=finding["claim"],
        diamonds="◆" * strength + "◇" * (DIAMONDS - strength),
        strength=strength,
        words=words[:1].upper() + words[1:],
        numbers=numbers,
        arithmetic=_text(finding, "arithmetic"),
        reasons=_texts(finding, "reasons"),
        says_not=_sentences(finding, "says_not"),
        provenance=[_provenance(item) for item in finding.get("provenance") or []],
    )
    return Markup(html)


def table_view(exhibit: Record) -> dict[str, Any] | None:
    """The table of an exhibit as caption, columns {label, unit, numeric} and rows of text, or None."""
    table = exhibit.get("table")
    if table is None:
        return None
    try:
        columns = [
            {
                "label": str(column["label"]),
                "unit": str(column.get("unit") or ""),
                "numeric": bool(column.get("numeric")),
            }
            for column in table["columns"]
        ]
        rows = [["" if cell is None else str(cell) for cell in row] for row in table["rows"]]
    except (AttributeError, KeyError, TypeError):
        raise ValueError("its table is not in the agreed form") from None
    if not columns or any(len(row) != len(columns) for row in rows):
        raise ValueError("its table has rows and columns that do not match")
    return {"caption": str(table.get("caption") or exhibit["title"]), "columns": columns, "rows": rows}


def _fold(table: dict[str, Any] | None) -> str:
    """What stands over a table that is too long to scroll past, or nothing where it stands open."""
    rows = len(table["rows"]) if table else 0
    return f"The table ({rows} rows)" if rows > LONG_TABLE else ""


def _text(record: Record, key: str) -> str:
    value = record.get(key)
    return "" if value is None else str(value)


def _texts(record: Record, key: str) -> list[str]:
    return [str(item) for item in record.get(key) or [] if item]


def _sentences(record: Record, key: str) -> list[str]:
    value = record.get(key) or []
    return [value] if isinstance(value, str) else [str(item) for item in value]


def _lists(exhibit: Record) -> list[dict[str, Any]]:
    try:
        return [
            {"heading": str(part["heading"]), "items": [str(item) for item in part["items"]]}
            for part in exhibit.get("lists") or []
        ]
    except (KeyError, TypeError):
        raise ValueError("its lists are not in the agreed form") from None


def _number(value: Any) -> str:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return "" if value is None else str(value)
    return (f"{value:.3g}" if abs(value) < 1000 else f"{value:,.0f}").replace("-", "\u2212")


def _share(value: Any) -> str:
    return f"{floor(100 * value + 0.5 + 1e-9)} %".replace("-", "\u2212") if isinstance(value, int | float) else ""


def _points(value: Any) -> str:
    """Whole points, and tenths below one: there they tell on which side of no difference a limit lies."""
    if isinstance(value, int | float) and 0.0005 <= abs(value) < 0.01:
        return f"{100 * value:.1f}".replace("-", "\u2212")
    return _share(value).removesuffix(" %")


# What every interval is about, and what it rests on, by a finding's `basis`.
_LIKE = "95 %: where these schools would be with another, like cohort"
BASES = {
    "classes": f"{_LIKE}; allows for learners of one class being alike",
    "count": f"{_LIKE}; from the count alone, so too narrow",
    "things": "95 %: where the same raters would be with other, like things to rate",
}


def _numbers(finding: Record) -> list[tuple[str, str]]:
    """What stands behind a claim as (label, text); text is empty where the finding does not have it."""
    unit = _text(finding, "unit")
    apart = "share" in unit and not unit.startswith("share")  # one share less another
    written = _points if apart else _share if unit.startswith("share") else _number
    named = " percentage points" if apart else "" if written is _share else f" {unit}"
    size, low, high = (written(finding.get(key)) for key in ("size", "low", "high"))
    between = f", between {low} and {high} ({BASES.get(_text(finding, 'basis'), _LIKE)})" if low and high else ""
    n, of = _number(finding.get("n")), _number(finding.get("of"))
    return [
        ("Size", f"{size}{named}{between}" if size else ""),
        ("Seen in", (f"{n} of {of}" if n and of else n)),
        ("Compared with", _text(finding, "comparison")),
        ("Bears on", ", ".join(_texts(finding, "bears_on"))),
    ]


def _provenance(item: Any) -> str:
    if not isinstance(item, dict):
        return str(item)
    rows = item.get("rows")
    counted = f"{rows} rows" if isinstance(rows, int) else f"rows {rows}" if rows else ""
    return " · ".join(part for part in (_text(item, "file"), _text(item, "sheet"), counted) if part)

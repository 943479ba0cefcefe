"""Which part of a sheet was read? Its used range as a small drawing: rows and columns scaled, each part by its kind.

A long sheet is drawn in a few bands of rows; a band shows the weightiest thing in it, so a single row set aside among
thousands is still seen. The drawing's patterns are defined once a page, in the legend.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from markupsafe import Markup, escape

from colsynth.errors import Problem
from colsynth.intake.opening.apart.letters import letter, place_of

MOST_BANDS = 60  # bands of rows in one drawing
MOST_COLUMNS = 40  # columns drawn one by one; more share a strip
HEIGHT, WIDTH = 180, 220  # pixels, at most
EDGE = 26  # pixels at the left and the top for row numbers and column letters
NUMBERS_APART = 11  # pixels between two row numbers

# Kinds of rows, the weightiest first: what a band of many rows shows.
_ROWS = ("header", "aside", "left", "taken", "blank")
_RANGE = re.compile(r"([A-Z]{0,3})(\d+)(?::([A-Z]{0,3})(\d+))?")

LEGEND = {
    "header": "header",
    "taken": "records used",
    "aside": "rows set aside",
    "left": "left out: titles, notes, totals",
    "unused": "columns not used",
    "unkept": "names and learners' numbers, which are not kept",
    "mark": "cells with a problem",
}


@dataclass(frozen=True)
class Picture:
    """One sheet's drawing and the same in words."""

    svg: Markup
    words: list[tuple[str, str]] = field(default_factory=list)


def ranges_of(problem: Problem) -> list[tuple[int, int, int, int]]:
    """(first row, first column, last row, last column) of each range a problem is about, from 1; column 0 is a row."""
    found = []
    for match in _RANGE.finditer(problem.ranges or problem.cells):
        first, top, last, end = match[1], int(match[2]), match[3], match[4]
        found.append((top, place_of(first) + 1, int(end or top), place_of(last or first) + 1))
    return found


def draw_sheet(
    pictures: Sequence[dict[str, Any]], left_out: Sequence[dict[str, str]], problems: Sequence[Problem], name: str
) -> Picture:
    """The drawing of one sheet from the pictures of its accounts (see `Account.picture`)."""
    pictures = [picture for picture in pictures if picture]
    rows = max((picture["rows"] for picture in pictures), default=0)
    columns = max((picture["columns"] for picture in pictures), default=0)
    if not rows or not columns:
        return Picture(_empty(name, "nothing to see" if not pictures else "empty"))
    tables = [table for picture in pictures for table in picture["tables"]]
    aside = [span for picture in pictures for span in picture["set_aside"]]
    if not tables:
        return Picture(_empty(name, "not read", rows, columns), [("Used range", _range_words(rows, columns))])
    gaps = [_span(left["row"]) for left in left_out if _is_rows(left)]
    scale = _Scale(rows, columns)
    kinds = _band_kinds(scale, tables, aside, gaps)
    shapes = [
        *_bands(scale, kinds, tables),
        *_marks(scale, problems),
        *_labels(scale, kinds),
    ]
    words = _words(rows, columns, tables, aside, left_out)
    told = "; ".join(f"{label}: {text}" for label, text in words)
    return Picture(_svg(name, told, scale, "".join(shapes)), words)


class _Scale:
    """Rows and columns to pixels."""

    def __init__(self, rows: int, columns: int) -> None:
        self.rows, self.columns = rows, columns
        self.bands = min(rows, MOST_BANDS)
        self.strips = min(columns, MOST_COLUMNS)
        self.high = max(3.0, min(9.0, HEIGHT / self.bands))
        self.wide = max(5.0, min(26.0, WIDTH / self.strips))

    def band(self, row: int) -> int:
        """The band that a row, counted from 1, stands in."""
        return min(max(row - 1, 0) * self.bands // self.rows, self.bands - 1)

    def strip(self, column: int) -> int:
        """The strip that a column, counted from 1, stands in."""
        return min(max(column - 1, 0) * self.strips // self.columns, self.strips - 1)

    def first_row(self, band: int) -> int:
        """The first row of a band, from 1."""
        return -(-band * self.rows // self.bands) + 1


def _band_kinds(
    scale: _Scale, tables: list[dict[str, Any]], aside: list[list[int]], gaps: list[tuple[int, int]]
) -> list[str]:
    weight = {kind: at for at, kind in enumerate(_ROWS)}
    kinds = ["blank"] * scale.bands

    def put(kind: str, spans: Iterable[Sequence[int]]) -> None:
        for first, last in spans:
            for band in range(scale.band(first), scale.band(last) + 1):
                if weight[kind] < weight[kinds[band]]:
                    kinds[band] = kind

    for table in tables:
        put("taken", table["rows"])
        put("header", [table["header"]])
    put("aside", aside)
    one_a_band = scale.rows == scale.bands
    put("left", gaps if one_a_band else [(a, b) for a, b in gaps if kinds[scale.band(a)] in {"blank", "left"}])
    return kinds


def _bands(scale: _Scale, kinds: list[str], tables: list[dict[str, Any]]) -> Iterator[str]:
    """Each run of bands of one kind and table, strip by strip, runs of strips of one look joined."""
    looks = [_looks(scale, kind, _table_at(scale, band, tables)) for band, kind in enumerate(kinds)]
    start = 0
    for band in range(1, scale.bands + 1):
        if band < scale.bands and looks[band] == looks[start] and kinds[band] != "header":
            continue
        left = 0
        for strip in range(1, scale.strips + 1):
            if strip < scale.strips and looks[start][strip] == looks[start][left]:
                continue
            if looks[start][left] != "blank":
                yield _rect(scale, looks[start][left], start, band, left, strip)
            left = strip
        start = band


def _table_at(scale: _Scale, band: int, tables: list[dict[str, Any]]) -> dict[str, Any]:
    """The table whose header stands last above the end of a band."""
    below = scale.first_row(band + 1) - 1
    above = [table for table in tables if table["header"][0] <= below]
    return max(above, key=lambda table: table["header"][0]) if above else tables[0]


def _looks(scale: _Scale, kind: str, table: dict[str, Any]) -> tuple[str, ...]:
    if kind in {"blank", "left"}:
        return (kind,) * scale.strips
    used, unkept = ({scale.strip(at) for at in table[name]} for name in ("columns_used", "columns_not_kept"))
    unused = {scale.strip(at) for at in table["columns_not_used"]}

    def of_strip(strip: int) -> str:
        if (strip in unkept and strip not in used) or (strip in unkept and scale.strips == scale.columns):
            return kind if kind in {"header", "aside"} else "unkept"
        if strip in used:
            return kind
        return "unused" if strip in unused else "blank"

    return tuple(of_strip(strip) for strip in range(scale.strips))


def _marks(scale: _Scale, problems: Sequence[Problem]) -> Iterator[str]:
    """Where the problems are; at a whole row's, its first cell."""
    marked = {
        (band, strip)
        for problem in problems
        for first, left, last, right in ranges_of(problem)
        if first <= scale.rows and left
        for band in range(scale.band(first), scale.band(last) + 1)
        for strip in range(scale.strip(left), scale.strip(max(left, right)) + 1)
    }
    by_strip: dict[int, list[int]] = {}
    for band, strip in sorted(marked):
        by_strip.setdefault(strip, []).append(band)
    for strip, bands in by_strip.items():
        start = before = bands[0]
        for band in [*bands[1:], -1]:
            if band != before + 1:
                yield _rect(scale, "mark", start, before + 1, strip, strip + 1)
                start = band
            before = band


def _rect(scale: _Scale, look: str, top: int, end: int, left: int, right: int) -> str:
    x, y = EDGE + left * scale.wide, EDGE / 2 + top * scale.high
    wide, high = (right - left) * scale.wide, (end - top) * scale.high
    return f'<rect class="s-{look}" x="{x:.1f}" y="{y:.1f}" width="{wide:.1f}" height="{high:.1f}"/>'


def _labels(scale: _Scale, kinds: list[str]) -> Iterator[str]:
    """Row numbers where a kind begins, and the letters of the first and last column."""
    below = -float(NUMBERS_APART)
    for band, kind in enumerate(kinds):
        y = EDGE / 2 + band * scale.high + min(scale.high, 8)
        if (band == 0 or kind != kinds[band - 1]) and y >= below + NUMBERS_APART:
            yield f'<text x="{EDGE - 4}" y="{y:.1f}" text-anchor="end">{scale.first_row(band)}</text>'
            below = y
    yield f'<text x="{EDGE}" y="{EDGE / 2 - 4:.1f}">A</text>'
    if scale.columns > 1:
        end = EDGE + scale.strips * scale.wide
        yield f'<text x="{end:.1f}" y="{EDGE / 2 - 4:.1f}" text-anchor="end">{letter(scale.columns - 1)}</text>'


def _svg(name: str, told: str, scale: _Scale, shapes: str) -> Markup:
    wide, high = EDGE + scale.strips * scale.wide + 1, EDGE / 2 + scale.bands * scale.high + 1
    frame = (
        f'<rect class="s-frame" x="{EDGE}" y="{EDGE / 2:.1f}" width="{scale.strips * scale.wide:.1f}" '
        f'height="{scale.bands * scale.high:.1f}"/>'
    )
    return _wrap(name, told, wide, high, frame + shapes)


def _empty(name: str, word: str, rows: int = 0, columns: int = 0) -> Markup:
    """A sheet of which nothing was taken: grey, with a word."""
    told = f"{word}; {_range_words(rows, columns)}" if rows and columns else word
    box = f'<rect class="s-none" x="{EDGE}" y="{EDGE / 2:.1f}" width="140" height="56"/>'
    text = f'<text class="s-word" x="{EDGE + 70}" y="45" text-anchor="middle">{escape(word)}</text>'
    return _wrap(name, told, EDGE + 142, 72, box + text)


def _wrap(name: str, told: str, wide: float, high: float, inner: str) -> Markup:
    title, desc = escape(f"{name} from afar"), escape(told)
    return Markup(
        f'<svg class="sheet" role="img" viewBox="0 0 {wide:.0f} {high:.0f}" width="{wide:.0f}" height="{high:.0f}" '
        f'xmlns="http://www.w3.org/2000/svg"><title>{title}</title><desc>{desc}</desc>{inner}</svg>'
    )


def make_legend() -> list[tuple[Markup, str]]:
    """A swatch and a word for each kind; the first holds the patterns that every drawing of the page uses."""
    patterns = (
        '<defs><pattern id="s-hatch" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
        '<rect width="5" height="5" class="s-ground"/><rect width="2" height="5" class="s-stroke"/></pattern>'
        '<pattern id="s-dots" width="4" height="4" patternUnits="userSpaceOnUse">'
        '<circle cx="1" cy="1" r=".8" class="s-dot"/></pattern>'
        '<pattern id="s-lines" width="4" height="4" patternUnits="userSpaceOnUse">'
        '<rect width="4" height="1" class="s-dot"/></pattern></defs>'
    )
    swatches = []
    for kind, words in LEGEND.items():
        inner = f'<rect class="s-{kind}" x="1" y="1" width="20" height="12"/>'
        svg = (
            f'<svg class="swatch" viewBox="0 0 22 14" width="22" height="14" aria-hidden="true">{patterns}{inner}</svg>'
        )
        swatches.append((Markup(svg), words))
        patterns = ""
    return swatches


def _words(
    rows: int,
    columns: int,
    tables: list[dict[str, Any]],
    aside: list[list[int]],
    left_out: Sequence[dict[str, str]],
) -> list[tuple[str, str]]:
    """The drawing in words, for who cannot see it and who wants to know exactly."""
    told = [("Used range", _range_words(rows, columns))]
    told.append(("Header", _rows_words([table["header"] for table in tables])))
    told.append(("Records", _rows_words([span for table in tables for span in table["rows"]]) or "none"))
    for label, name in (("Not used", "columns_not_used"), ("Not kept", "columns_not_kept")):
        places = sorted({at for table in tables for at in table[name]})
        if places:
            told.append(
                (label, ("column " if len(places) == 1 else "columns ") + _few([letter(at - 1) for at in places]))
            )
    if aside:
        told.append(("Set aside", _rows_words(aside)))
    left = [
        f"row{'s' * ('-' in one['row'])} {one['row'].replace('-', '–')} ({one['why']})"
        for one in left_out
        if _is_rows(one)
    ]
    if left:
        told.append(("Left out", _few(left, 6)))
    return told


def _range_words(rows: int, columns: int) -> str:
    return f"A1 to {letter(columns - 1)}{rows}"


def _rows_words(spans: list[list[int]]) -> str:
    if not spans:
        return ""
    told = [str(a) if a == b else f"{a}–{b}" for a, b in spans]
    return ("row " if len(spans) == 1 and spans[0][0] == spans[0][1] else "rows ") + _few(told)


def _few(words: Sequence[str], most: int = 8) -> str:
    more = len(words) - most
    return ", ".join(words[:most]) + (f" and {more} more" if more > 0 else "")


def _is_rows(left: dict[str, str]) -> bool:
    """Whether an entry of what was left out is about rows; columns are told by the picture itself."""
    return left["row"][:1].isdigit() and not left["why"].startswith("column")


def _span(row: str) -> tuple[int, int]:
    first, _, last = row.partition("-")
    return int(first), int(last or first)

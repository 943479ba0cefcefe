"""What is an exhibit? One result shown: the answer, a chart, the same numbers as a table, and its words.

An exhibit is protected when it is made; what leaves the kernel holds nothing else.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Any, Literal

import pandas as pd
from IPython.display import display

from colsynth.findings.mime import EXHIBIT_MIME, FINDING_MIME
from colsynth.findings.model import Finding, Source
from colsynth.protection import Protected

Form = Literal["text", "count", "percent", "points", "date"]


@dataclass(frozen=True)
class Column:
    """A column of a table as it is printed: heading, unit in the heading, and how a value is written."""

    key: str
    label: str
    form: Form = "text"
    unit: str = ""


@dataclass(frozen=True)
class Exhibit:
    """The words, the chart and the table of one question; every part is already protected.

    An exhibit of the audience `school` is for one member alone: `school` is its code in the register, and the page of
    the community leaves it and its findings out.
    """

    id: str
    chapter: str
    audience: str
    question: str
    title: str
    subtitle: str = ""
    purpose: str = ""
    alt: str = ""
    how_to_read: str = ""
    caution: str = ""
    talk_about: str = ""
    method: str = ""
    table: Protected | None = None
    columns: Sequence[Column] = ()
    caption: str = ""
    chart: dict[str, Any] | None = None
    lists: Sequence[tuple[str, Sequence[str]]] = ()
    sources: Sequence[Source] = ()
    findings: Sequence[Finding] = field(default=())
    school: str = ""

    def record(self) -> dict[str, Any]:
        """The exhibit as its MIME type holds it: nothing that is not shown."""
        return {
            "id": self.id,
            "chapter": self.chapter,
            "audience": self.audience,
            "school": self.school,
            "question": self.question,
            "title": self.title,
            "subtitle": self.subtitle,
            "purpose": self.purpose,
            "chart": self.chart,
            "alt": self.alt,
            "table": self._table(),
            "how_to_read": self.how_to_read,
            "caution": self.caution,
            "talk_about": self.talk_about,
            "method": self.method,
            "sources": [str(source) for source in self.sources],
            "lists": [{"heading": heading, "items": list(items)} for heading, items in self.lists if items],
            "findings": [finding.id for finding in self.findings],
        }

    def _table(self) -> dict[str, Any] | None:
        if self.table is None:
            return None
        frame = self.table.frame
        rows = [
            [self.table.cell(i, column.key, written(frame[column.key].iloc[i], column.form)) for column in self.columns]
            for i in range(len(frame))
        ]
        columns = [
            {"key": c.key, "label": c.label, "unit": c.unit, "numeric": c.form in {"count", "percent", "points"}}
            for c in self.columns
        ]
        people = [list(pair) for pair in self.table.people]
        return {"caption": self.caption or self.question, "columns": columns, "rows": rows, "people": people}

    def _ipython_display_(self) -> None:
        """Show the exhibit in a notebook: for the report its own MIME type, for a person a chart or a table."""
        record = self.record()
        bundle: dict[str, Any] = {EXHIBIT_MIME: record, "text/plain": f"{self.title}\n{self.alt}"}
        if self.chart:
            bundle["application/vnd.vegalite.v5+json"] = self.chart
        else:
            bundle["text/html"] = self._html(record)
        display(bundle, raw=True)  # type: ignore[no-untyped-call]
        for finding in self.findings:
            display({FINDING_MIME: finding.record(), "text/plain": finding.claim}, raw=True)  # type: ignore[no-untyped-call]

    def _html(self, record: dict[str, Any]) -> str:
        head = f"<h3>{escape(self.title)}</h3><p>{escape(self.subtitle)}</p>"
        for block in record["lists"]:
            items = "".join(f"<li>{escape(item)}</li>" for item in block["items"])
            head += f"<h4>{escape(block['heading'])}</h4><ul>{items}</ul>"
        table = record["table"]
        if not table:
            return head
        heads = "".join(f"<th>{escape(column['label'])}</th>" for column in table["columns"])
        rows = "".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in table["rows"])
        return f"{head}<table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"


class Exhibits(list[Exhibit]):
    """Several exhibits that one cell of a notebook shows, one after the other."""

    def _ipython_display_(self) -> None:
        for exhibit in self:
            exhibit._ipython_display_()


def written(value: object, form: Form) -> str:
    """A value as a reader sees it: whole percentages, at most one decimal, dates as 25 Sep 2026."""
    if value is None or value is pd.NA or value is pd.NaT or value != value:
        return ""
    match form:
        case "count":
            return f"{int(value):,}".replace(",", " ")  # type: ignore[call-overload]
        case "percent":
            return percent(float(value))  # type: ignore[arg-type]
        case "points":
            return f"{round(float(value), 1) + 0:.1f}".removesuffix(".0")  # type: ignore[arg-type]
        case "date":
            day = pd.Timestamp(value)  # type: ignore[arg-type]
            return f"{day.day} {day.strftime('%b %Y')}"
    return str(value)


def percent(share: float) -> str:
    """A share (0-1) as `68 %`: whole, halves up, with a space that does not break."""
    return f"{int(100 * share + 0.5 + 1e-9)} %"  # 57 of 200 is 28.5 %, whatever binary makes of it

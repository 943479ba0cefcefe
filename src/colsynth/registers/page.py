"""What may stand in a register? Its documentation as Markdown, derived from the declaration alone."""

from __future__ import annotations

from collections.abc import Iterable

from colsynth.registers.declared import Column, Register

_TYPE_WORDS = {
    "text": "text",
    "code": "text, kept as written",
    "integer": "whole number",
    "number": "number",
    "percent": "percentage, 0 to 100",
    "date": "date",
    "term": "school term, as 2026-T3",
    "yes_no": "yes or no",
    "choice": "one of a list",
    "range": "two numbers, as 1-8",
    "year_level": "year level, 0 to 15",
    "ethnicities": "ethnic groups or codes",
    "student_number": "student number, replaced by a code",
    "school": "school number or name",
    "schools": "school numbers or names, with a semicolon between them",
    "school_or_other": "school number or name, or another body",
    "goals": "codes of goals, with a semicolon between them",
    "measure": "measure",
    "measure_or_other": "measure, or another thing counted",
    "subject": "subject",
    "framework": "framework",
    "person": "code of a person, replaced by another code",
    "never_stored": "recognised and never kept",
}


def type_words(column: Column) -> str:
    """What kind of value a column takes, in plain words with its unit and bounds."""
    words = _TYPE_WORDS[column.type]
    if column.low is not None and column.high is not None:
        words += f", {column.low:g} to {column.high:g}"
    elif column.low is not None:
        words += f", {column.low:g} or more"
    return words + (f" ({column.unit})" if column.unit and column.unit != "year level" else "")


def document(register: Register) -> str:
    """One register's page: what a row is, its columns, its choices and the headers it is recognised by."""
    lines = [
        f"## {register.name}",
        "",
        f"One row is {register.row}. Sheet of the template: {register.sheet}.",
        "",
    ]
    lines += ["Two rows are the same when these agree: " + ", ".join(register.key) + ".", ""]
    lines += _table(
        ("Column", "Kind of value", "Meaning", "Sensitivity"),
        (
            (f"**{c.name}** (needed)" if c.required else c.name, type_words(c), c.meaning, c.sensitivity)
            for c in register.stored
        ),
    )
    chosen = [column for column in register.stored if column.type == "choice" and any(column.choices.values())]
    if chosen:
        lines += ["", "### Choices", ""]
        for column in chosen:
            words = [f"{name} ({', '.join(spelt)})" if spelt else name for name, spelt in column.choices.items()]
            lines.append(f"- {column.name}: {'; '.join(words)}")
    lines += [
        "",
        "### Headers",
        "",
        "Compared without case, macrons, double vowels, spaces or punctuation.",
        "",
    ]
    lines += _table(("Column", "Headers"), ((_role(c), ", ".join(c.headers)) for c in register.columns))
    return "\n".join(lines) + "\n"


def document_all(registers: Iterable[Register]) -> str:
    """The page of all registers."""
    opening = "# Registers\n\nMade from `data/registers/`; change the declaration, not this page.\n\n"
    return opening + "\n".join(document(register) for register in registers)


def _role(column: Column) -> str:
    if column.type == "never_stored":
        return f"{column.name} (never kept)"
    if column.feeds:
        return f"{column.name} (part of {column.feeds})"
    if column.stands_in_for:
        return f"{column.name} (stands in for {column.stands_in_for})"
    return f"{column.name} (gives {' and '.join(column.fills)})" if column.fills else column.name


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> list[str]:
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    return lines + ["| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in rows]

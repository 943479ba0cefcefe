"""Which register is a sheet? Told by its headers alone, whatever the sheet is called."""

from __future__ import annotations

import pytest
from known_measures import wide
from made_sheets import sheet_of

from colsynth.intake.tables.table import find_tables
from colsynth.registers.declared import Register, load_registers

REGISTERS = load_registers()

# Headers as exports and people write them.
WRITTEN = [
    ("attendance", "NSN|Last Name|First Name|Gender|Year Level|Half Days Possible|Present|Justified|Unjustified"),
    ("attendance", "Student ID|Yr|Term|Possible half-days|Justified absences|Unjustified absences"),
    ("attendance", "NSN|School|Term|Attendance %"),
    ("students", "NSN|School|Year Level|Gender|Ethnicity|Attendance %"),
    ("students", "NSN|First name|Surname|Gender|Yr|Ethnicity|Previous school|First attendance|Last attendance"),
    ("students", "NSN|School|Year Level|Gender|Entry date|Goal"),
    ("moves", "NSN|Previous school|New school|Date left|Start date|Records sent"),
    ("moves", "NSN|From|To|Date received"),
    ("targets", "NSN|Name|Year level|Target list|Date added"),
    ("targets", "NSN|School|Goal"),
    ("achievement", "NSN|School|Year level|Term|Writing OTJ T2 2026|Attendance"),
    ("achievement", "NSN|Measure|Level|Result|Year|Percent"),
    ("voice", "Survey|Question|Response|Count"),
    ("voice", "Timestamp|Who answered|Question|Answer"),
    ("ratings", "Timestamp|Framework|Area|Rating|Respondent|Comment"),
    ("ratings", "Rubric|Item|Stage|Evidence|School|Date"),
    ("goals", "Goal|Title|Measure|Baseline %|Target %|By when|Owner|Actions"),
    ("goals", "Goal|Kind|Level|Measure|Group|Target %"),
    ("actions", "Goal|Action|Who is responsible|Start|Due|Status"),
    ("actions", "Problem|Theory of improvement|Action|Success indicators"),
    ("activities", "Date|Activity|Purpose|Schools|Participants|Minutes"),
    ("activities", "Meeting|Kind|Date|% on evidence"),
    ("ties", "From school|To school|Purpose|Frequency|Date"),
    ("ties", "Sender|Receiver|How often"),
    ("resources", "School|Goal|Resource|Amount|From|To|What was forgone"),
    ("roles", "Role|Person code|School|FTTE|Funded until"),
    ("statements", "Statement|Kind|School|Agrees"),
    ("statements", "Date|Kind|Wording|Owner|Delivered"),
    ("evidence", "Evidence|Kind|Source|Year|Strength"),
    ("events", "Date|Kind|What happened|School"),
    ("events", "Start date|End date|Event|Excluded"),
    ("aggregates", "School number|School name|Ethnic group|Assessment|Level|Year|Number|Percent"),
    ("aggregates", "Site Code|Site Name|Subgroup|Subject|Grade|Achievement level|Count|Percent"),
    ("aliases", "Old NSN|Master NSN"),
    ("schools", "School number|School name|School type|Total|European|Māori|Pacific"),
]


def told(headers: list[str], name: str = "Sheet1") -> str | None:
    """The register that a sheet with these headers and one row is read as."""
    sheet = sheet_of(name, [headers, ["x"] * len(headers)])
    tables = find_tables(sheet, REGISTERS, wide(), None)
    return tables[0].matched.register.name if tables else None


@pytest.mark.parametrize("register", REGISTERS.values(), ids=lambda register: register.name)
def test_a_sheet_with_the_templates_headers_is_that_register_under_any_name(register: Register) -> None:
    assert told([column.title for column in register.in_template]) == register.name


@pytest.mark.parametrize(("register", "written"), WRITTEN, ids=[f"{name}: {text[:40]}" for name, text in WRITTEN])
def test_headers_as_people_write_them_tell_the_register(register: str, written: str) -> None:
    assert told(written.split("|")) == register


@pytest.mark.parametrize("written", ["Term|From|To", "Date|Title|Place", "Name|Role|Email|School", "Group|Number"])
def test_a_sheet_that_is_no_register_stays_unrecognised(written: str) -> None:
    assert told(written.split("|")) is None

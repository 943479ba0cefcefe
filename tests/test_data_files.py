"""Every framework, register, measure and reference fact loads: a new data file is tested by being there."""

from __future__ import annotations

from pathlib import Path

import pytest

from colsynth.cli.known import faults
from colsynth.frameworks import load_frameworks
from colsynth.intake.tables.layouts import read_layout
from colsynth.reference.answer_scales import load_answer_scales
from colsynth.reference.ethnicity import load_ethnic_groups
from colsynth.reference.mappings import load_mappings
from colsynth.reference.marks import load_marks
from colsynth.reference.measures import Measure, load_measures
from colsynth.reference.norms import load_norms
from colsynth.reference.places import data_files, declared_files, read_yaml, shipped_root
from colsynth.reference.strength import load_strength
from colsynth.reference.te_reo import load_words
from colsynth.reference.terms import load_calendar
from colsynth.reference.verdicts import load_verdicts
from colsynth.reference.wide_headers import load_wide_headers
from colsynth.registers.declared import load_registers

DATA = Path(__file__).resolve().parents[1] / "data"
FRAMEWORKS = data_files("frameworks", None)
REGISTERS = data_files("registers", None)
TOOLS = data_files("reference/measures", None)
LAYOUTS = data_files("reference/layouts", None)
MAPPINGS = data_files("reference/mappings", None)
DECLARED = dict(declared_files(None))
FACTS = {
    "answer_scales": load_answer_scales,
    "ethnicity": load_ethnic_groups,
    "marks": load_marks,
    "strength": load_strength,
    "te_reo": load_words,
    "terms": load_calendar,
    "verdicts": lambda _: load_verdicts(),
    "wide_headers": load_wide_headers,
    "headers": load_registers,
}


def test_no_file_stands_where_nothing_reads_it() -> None:
    read = [
        *FRAMEWORKS.values(),
        *data_files("frameworks/crosswalk", None).values(),
        *REGISTERS.values(),
        *TOOLS.values(),
        *LAYOUTS.values(),
        *MAPPINGS.values(),
        *data_files("reference", None).values(),
    ]
    standing = [path for kind in ("frameworks", "registers", "reference") for path in (DATA / kind).rglob("*.yaml")]
    assert sorted(standing) == sorted(read)


def test_what_every_report_needs_is_shipped() -> None:
    assert "ero-collaborative-practice" in FRAMEWORKS
    assert {"schools", "students", "achievement", "ratings", "goals", "events"} <= set(REGISTERS)


@pytest.mark.parametrize("stem", FRAMEWORKS)
def test_a_framework_loads_under_the_name_of_its_file(stem: str) -> None:
    assert stem in load_frameworks(None)


@pytest.mark.parametrize("stem", REGISTERS)
def test_a_register_loads_and_says_what_a_row_is_and_what_each_column_means(stem: str) -> None:
    register = load_registers(None)[stem]
    assert register.row
    assert all(column.meaning for column in register.columns)


@pytest.mark.parametrize("stem", TOOLS)
def test_a_tool_loads_as_one_measure_a_subject_and_names_its_source(stem: str) -> None:
    measures = [measure for measure in load_measures(None).values() if measure.tool_id == stem]
    assert measures
    assert all(measure.declared.source and measure.declared.issued_by for measure in measures)


def test_no_two_measures_are_known_by_the_same_words() -> None:
    by_spelling: dict[str, Measure] = {}
    for measure in load_measures(None).values():
        for spelling in {written.casefold() for written in measure.spellings}:
            assert spelling not in by_spelling, f"'{spelling}': {measure.id} and {by_spelling[spelling].id}"
            by_spelling[spelling] = measure


@pytest.mark.parametrize("stem", MAPPINGS)
def test_a_mapping_loads_under_the_name_of_its_file_and_names_its_source(stem: str) -> None:
    assert load_mappings(None)[stem].source


def test_no_norm_table_is_shipped() -> None:
    assert not load_norms(shipped_root())


@pytest.mark.parametrize("stem", data_files("reference", None))
def test_a_reference_fact_loads_and_names_its_source(stem: str) -> None:
    assert FACTS[stem](None)
    path = DATA / "reference" / f"{stem}.yaml"
    assert "source" in read_yaml(path) or "http" in path.read_text(encoding="utf-8")


@pytest.mark.parametrize("stem", LAYOUTS)
def test_a_layout_loads_and_names_its_source(stem: str) -> None:
    layout = read_layout(LAYOUTS[stem], load_registers(None))
    assert layout.source


@pytest.mark.parametrize(
    "path", [path for name, path in declared_files(None)], ids=[name for name, _ in declared_files(None)]
)
def test_check_finds_no_fault_in_any_shipped_file(path: Path) -> None:
    assert faults(path) == []


@pytest.mark.parametrize(
    ("name", "written", "said"),
    [
        ("ethnicity", "source: ours\ngroups: {Pacific: [Samoan]}\nprioritised: [Pacfic]\n", "Did you mean 'Pacific'?"),
        ("answer_scales", "source: ours\nscales: {a: {against: [['No']], for: [['no']]}}\n", "'No' stands twice"),
        ("marks", "source: ours\nresult: {absent: [abs]}\n", "'result' is not a setting colsynth knows"),
        ("te_reo", "words: [Māori]\n", "'source' is missing"),
        ("terms", "usual: []\n", "four pairs of month-day"),
        ("wide_headers", "source: ours\nterms: {5: [Summer]}\n", "the term 5"),
        ("mark", "source: ours\n", "Did you mean 'marks'?"),
    ],
)
def test_check_explains_the_faults_of_a_reference_fact(tmp_path: Path, name: str, written: str, said: str) -> None:
    path = tmp_path / "data" / "reference" / f"{name}.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(written, encoding="utf-8")
    assert said in " ".join(faults(path))

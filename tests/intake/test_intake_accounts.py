"""Whatever a sheet holds, rows read = accepted + set aside + repeated, counted in records; nothing is lost."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from made_community import SCHOOLS, Community, account, counts

from colsynth.intake import NothingCameInError
from colsynth.registers.declared import load_registers
from colsynth.registers.snapshot import Snapshot

CELLS = {
    "NSN": st.sampled_from(["0123456789", "123456780", "1.23E+09", "", "Aroha", "17", "0123456789 "]),
    "School": st.sampled_from(["9901", "Rata Intermediate", "9999", "", "Tōtara Flat School"]),
    "Measure": st.sampled_from(["otj-writing", "PAT Maths", "e-asTTle Reading", "swimming", ""]),
    "Date": st.sampled_from(["19/06/2026", "2026-06-19", "06/19/2026", "2062-01-01", "1980-01-01", "soon", ""]),
    "Term": st.sampled_from(["2026-T2", "Term 1 2026", "T9", ""]),
    "Level": st.sampled_from(["At", "WB", "abs", "3B", "1402", "", "-", "Atish"]),
    "Year": st.sampled_from(["4", "Year 5", "", "99"]),
    "Writing OTJ T2 2026": st.sampled_from(["At", "", "abs", "?", "Above"]),
    "Reading OTJ T2 2026": st.sampled_from(["At", "", "exempt"]),
    "Shoe size": st.text(st.characters(codec="utf-8", exclude_characters="\r\n\x00"), max_size=4),
    "": st.sampled_from(["", "x"]),
}
HEADERS = st.lists(st.sampled_from([*CELLS, "NSN", "School"]), min_size=2, max_size=8)
LINES = st.sampled_from([["Average", "2.4"], ["Note: all of Room 7"], [], ["Writing results"], ["x"] * 12])


@pytest.fixture(scope="module")
def ever_changing(tmp_path_factory: pytest.TempPathFactory) -> Community:
    """One workspace whose files every example writes anew."""
    community = Community(tmp_path_factory.mktemp("ever-changing"))
    community.csv("schools.csv", SCHOOLS)
    return community


@st.composite
def sheets(draw: st.DrawFn) -> list[list[str]]:
    headers = draw(HEADERS)
    rows = [[draw(CELLS[header]) for header in headers] for _ in range(draw(st.integers(0, 8)))]
    above, below = draw(st.lists(LINES, max_size=2)), draw(st.lists(LINES, max_size=2))
    return [*above, headers, *rows, *below]


def written(rows: list[list[str]]) -> str:
    raw = io.StringIO()
    csv.writer(raw, lineterminator="\n").writerows(rows)
    return raw.getvalue()


def check_sums(snapshot: Snapshot) -> None:
    for entry in snapshot.accounts:
        assert entry.read == entry.accepted + entry.set_aside + entry.repeated, entry
        assert min(counts(entry)) >= 0, entry
    for name, frame in snapshot.registers.items():
        assert len(frame) == sum(entry.accepted for entry in snapshot.accounts if entry.register == name)
    for problem in snapshot.problems:
        assert problem.found
        assert problem.expected
        assert problem.remedy.endswith(".")
        assert problem.effect in {"refused", "set aside", "warning"}


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)
@given(rows=sheets(), more=sheets())
def test_the_accounts_balance_whatever_the_sheets_hold(
    ever_changing: Community, rows: list[list[str]], more: list[list[str]]
) -> None:
    ever_changing.csv("a.csv", written(rows))
    ever_changing.csv("b.csv", written(more))
    snapshot = ever_changing.take_in()
    check_sums(snapshot)
    seen = {entry.file for entry in snapshot.accounts}
    assert {"sent/a.csv", "sent/b.csv", "sent/schools.csv"} == seen


REGISTERS = load_registers()
ANYTHING = [
    *("", "9901", "Rātā Intermediate", "0123456789", "F", "yes", "Māori; Samoan", "4", "2026-06-19", "13/05/2026"),
    *(
        "2026-T2",
        "2027",
        "otj-writing",
        "At",
        "1-8",
        "62%",
        "0.62",
        "-5",
        "1e400",
        "nan",
        "∞",
        "６",
        "ero-collaborative-practice",
    ),
    *("6", "6.2.3", "Column 2", "N/A", "Community", "school", "closure", "G1", "challenge", "=1+1", "x" * 300),
]


@st.composite
def any_register(draw: st.DrawFn) -> list[list[str]]:
    register = REGISTERS[draw(st.sampled_from(sorted(REGISTERS)))]
    spelt = [column.title for column in register.columns]
    headers = draw(st.lists(st.sampled_from(spelt), min_size=2, max_size=len(spelt), unique=True))
    by_title = {column.title: column for column in register.columns}
    cells = [st.sampled_from([by_title[h].sample or "", *by_title[h].choices, *ANYTHING]) for h in headers]
    return [headers, *([draw(cell) for cell in cells] for _ in range(draw(st.integers(0, 6))))]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)
@given(rows=any_register())
def test_the_accounts_balance_for_every_register(ever_changing: Community, rows: list[list[str]]) -> None:
    ever_changing.csv("a.csv", written(rows))
    ever_changing.csv("b.csv", "NSN,Name\n")
    check_sums(ever_changing.take_in())


def test_a_wide_sheet_counts_records_after_unfolding(community: Community) -> None:
    community.schools()
    community.csv(
        "wide.csv",
        "Room 7\nNSN,Name,School,Writing OTJ T2 2026,Reading (OTJ) Term 4 2025,Maths OTJ T4 2026\n"
        "0123456789,A,9901,At,WB,\n0123456788,B,9901,abs,,\nAverage,,,2.1,3,\n",
    )
    snapshot = community.take_in()
    entry = account(snapshot, "wide.csv", "achievement")
    assert counts(entry) == (4, 4, 0, 0)
    assert [left["why"] for left in entry.left_out] == [
        "title or note above the table",
        "totals or averages",
        "columns not kept: Name",
        "column F 'Maths OTJ T4 2026' has no value",
    ]
    frame = snapshot.frame("achievement")
    assert frame["measure"].tolist() == ["otj-writing", "otj-reading"] * 2
    assert frame["term"].tolist() == ["2026-T2", "2025-T4"] * 2
    assert frame["missing"].fillna("-").tolist() == ["-", "-", "absent", "blank"]
    assert frame["source_row"].tolist() == [3, 3, 4, 4]


def test_score_and_level_columns_of_one_wide_result_are_one_record(community: Community) -> None:
    community.schools()
    community.csv(
        "wide.csv",
        "NSN,School,e-asTTle Maths score T1 2026,e-asTTle Maths level T1 2026\n0123456789,9902,1402,3B\n",
    )
    frame = community.take_in().frame("achievement")
    assert (frame["scale_score"].tolist(), frame["level"].tolist()) == ([1402.0], ["3B"])


def test_a_bad_cell_of_a_wide_sheet_is_named_by_its_own_address(community: Community) -> None:
    community.schools()
    community.csv("wide.csv", "NSN,School,Writing OTJ T2 2026,Reading OTJ T2 2026\n0123456789,9901,At,Atish\n")
    snapshot = community.take_in()
    assert [problem.cells for problem in snapshot.problems] == ["D2"]
    assert counts(account(snapshot, "wide.csv", "achievement")) == (2, 1, 1, 0)


def test_one_file_may_be_read_under_several_registers(community: Community) -> None:
    community.schools()
    community.csv("all.csv", "NSN,School,Gender,Year,Writing OTJ T2 2026\n0123456789,9901,F,4,At\n")
    hints = [{"file": "sent/all.csv", "register": name} for name in ("students", "achievement")]
    snapshot = community.take_in(["sent", *hints])
    assert counts(account(snapshot, "all.csv", "students")) == (1, 1, 0, 0)
    assert counts(account(snapshot, "all.csv", "achievement")) == (1, 1, 0, 0)


def test_a_hint_of_a_register_reads_only_the_sheets_that_hold_it(community: Community) -> None:
    community.schools()
    community.xlsx(
        "school.xlsx",
        {
            "Roll": [["NSN", "School", "Gender", "Year"], ["0123456789", "9901", "F", 4]],
            "OTJ": [
                ["NSN", "School", "Measure", "Term", "Level"],
                ["0123456789", "9901", "otj-writing", "2026-T2", "At"],
            ],
        },
    )
    snapshot = community.take_in(["sent", {"file": "sent/school.xlsx", "register": "achievement"}])
    assert set(snapshot.registers) == {"schools", "achievement"}


def test_values_of_the_settings_say_what_a_word_means_in_one_column(community: Community) -> None:
    community.schools()
    community.csv("r.csv", "NSN,School,Term,OTJ,Result of\n0123456789,9901,Mid 2026,Meeting,Writing\n")
    hint = {
        "file": "sent/r.csv",
        "columns": {"subject": "Result of"},
        "values": {"term": {"mid 2026": "2026-T2"}, "level": {"Meeting": "At"}},
    }
    frame = community.take_in(["sent", hint]).frame("achievement")
    assert frame[["measure", "term", "level"]].to_numpy().tolist() == [["otj-writing", "2026-T2", "At"]]


def test_a_term_without_its_year_is_completed_by_the_column_of_the_year(community: Community) -> None:
    community.schools()
    community.csv("r.csv", "NSN,School,Measure,Calendar year,Term,Level\n0123456789,9901,otj-writing,2026,Term 2,At\n")
    assert community.take_in().frame("achievement")["term"].tolist() == ["2026-T2"]


def test_ethnicities_of_up_to_three_columns_are_all_kept(community: Community) -> None:
    community.schools()
    community.csv(
        "roll.csv",
        "NSN,School,Year,Ethnicity 1,Ethnicity 2,Ethnicity 3\n"
        "0123456789,9901,4,NZ Māori,Samoan,Pākehā\n0123456788,9901,4,Cook Islands Maori,,\n"
        "0123456787,9901,4,211,Martian,\n0123456786,9901,4,Martian,,\n",
    )
    snapshot = community.take_in()
    assert snapshot.frame("students")["ethnicities"].fillna("-").tolist() == [
        "European|Māori|Pacific",
        "Pacific",
        "Māori",
        "-",
    ]
    assert sorted(problem.cells for problem in snapshot.problems) == ["D5", "E4"]


def test_a_schools_type_gives_its_year_levels(community: Community) -> None:
    community.csv(
        "schools.csv",
        "School ID,Name,School Type\n1,A,Full Primary\n2,B,Composite (Year 1-10)\n"
        "3,C,Secondary (Year 9-15)\n4,D,Kindergarten\n",
    )
    frame = community.take_in().frame("schools")
    assert frame["type"].tolist() == ["full primary", "composite", "secondary", "early learning"]
    assert frame[["year_from", "year_to"]].fillna(-1).to_numpy().tolist() == [
        [1, 8],
        [1, 10],
        [9, 15],
        [-1, -1],
    ]


def test_the_same_files_give_the_same_snapshot_and_a_changed_file_another(community: Community) -> None:
    community.schools()
    first = community.take_in()
    assert community.take_in().fingerprint == first.fingerprint
    assert list(first.inputs) == ["sent/schools.csv"]
    folder = community.root / "outputs" / ".snapshots" / "c"
    before = {p.name: p.read_bytes() for p in (folder / first.fingerprint).iterdir()}
    for path in (folder / first.fingerprint).iterdir():
        path.unlink()
    (folder / first.fingerprint).rmdir()
    assert {p.name: p.read_bytes() for p in (folder / community.take_in().fingerprint).iterdir()} == before
    community.csv("schools.csv", SCHOOLS + "9903,Kea School,Full Primary\n")
    assert community.take_in().fingerprint != first.fingerprint


def test_where_nothing_came_in_the_problems_and_accounts_are_kept(community: Community) -> None:
    community.csv("r.csv", "NSN,School,Measure,Term,Level\n,9901,otj-writing,2026-T2,At\n")
    with pytest.raises(NothingCameInError) as refused:
        community.take_in()
    assert [entry.set_aside for entry in refused.value.accounts] == [1]
    assert refused.value.problems


@pytest.mark.parametrize(
    ("dates", "as_at"),
    [
        (["2026-06-19"] * 5 + ["2026-08-01"] * 5, "2026-08-01"),
        (["2026-06-19"] * 5 + ["2026-08-01"] * 4, "2026-06-19"),
        (["2026-06-19"] * 2 + ["2026-08-01"], "2026-06-19"),
        (["2026-06-19"], "2026-06-19"),
    ],
    ids=["enough in the newest", "too few in the newest", "few in all", "one"],
)
def test_the_newest_term_with_enough_records_gives_the_as_at_date(
    community: Community, dates: list[str], as_at: str
) -> None:
    community.schools()
    rows = "".join(f"01234567{n:02},9901,otj-writing,{day},At\n" for n, day in enumerate(dates))
    community.csv("r.csv", "NSN,School,Measure,Date,Level\n" + rows)
    snapshot = community.take_in()
    assert str(snapshot.as_at) == as_at
    check_sums(snapshot)


def test_where_terms_alone_are_given_the_last_school_day_is_the_as_at_date(community: Community) -> None:
    community.schools()
    community.csv("r.csv", "NSN,School,Measure,Term,Level\n0123456789,9901,otj-writing,2026-T2,At\n")
    assert str(community.take_in().as_at) == "2026-07-03"

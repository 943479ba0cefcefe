"""A rating workbook a rater, sent out blank and collected back from many files without a hint."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner
from made_community import Community, account, of_check
from openpyxl.worksheet.worksheet import Worksheet

from colsynth.cli import main
from colsynth.cli.screening import account_lines
from colsynth.errors import InputError, UsageError
from colsynth.frameworks import Framework, load_frameworks
from colsynth.intake.template import write_framework_workbook, write_rating_workbooks
from colsynth.intake.template.rating_book import Rater, rating_workbook
from colsynth.registers.snapshot import Snapshot

SCHOOLS = {"9901": "Tōtara Flat School", "9902": "Rātā Intermediate"}
ERO, SIX = "ero-collaborative-practice", "six-foci"


@pytest.fixture
def ero() -> Framework:
    return load_frameworks()[ERO]


def fill(path: Path, answers: dict[str, tuple[str, ...]], **above: object) -> None:
    """Type into a workbook: what stands right of a label, and a row's stage, note and link by its number."""
    book = openpyxl.load_workbook(path)
    sheet = book["Ratings"]
    for row in sheet.iter_rows():
        for cell in row:
            if cell.value in above:
                sheet.cell(cell.row, cell.column + 1).value = above[cell.value]
        for at, text in enumerate(answers.get(str(row[0].value), ()), start=3):
            sheet.cell(row[0].row, at).value = text
    book.save(path)


def test_twelve_workbooks_come_back_without_a_hint(community: Community, ero: Framework) -> None:
    community.schools()
    folder = community.root / "sent" / "ratings"
    asked = "principal 2, whānau 8, schools"
    paths = write_rating_workbooks(folder, ero, SCHOOLS, asked, "area", "2026-T2")
    assert len(paths) == 12
    for path in paths[:-1]:
        is_person = path.name.startswith("r")
        fill(
            path,
            {"1": ("Column 1", "minutes", "minutes.docx"), "2": ("Not yet evident",), "3": ("Not applicable",)},
            **({"Your school": "Rātā Intermediate", "Date": date(2026, 6, 19)} if is_person else {}),
        )
    snapshot = community.take_in(frameworks=[ERO])
    frame = snapshot.frame("ratings")
    assert len(frame) == 11 * 7
    assert frame["rater"].nunique() == 10
    assert set(frame["framework_version"]) == {"1"}
    assert set(frame["term"]) == {"2026-T2"}
    assert frame["role"].value_counts().to_dict() == {"Whānau": 8 * 7, "Principal": 2 * 7}
    team = frame[frame["placed_by"] == "school"].iloc[0]
    assert (team["school"], team["area"], team["stage"]) == ("9901", "1", "1")
    assert (team["evidence"], team["link"]) == ("minutes", "minutes.docx")
    assert frame["stage"].fillna("-").tolist()[:4] == ["1", "not yet evident", "not applicable", "-"]
    assert frame["missing"].notna().sum() == 11 * 4
    (unfilled,) = of_check(snapshot, "not filled in")
    assert unfilled.file == "sent/ratings/9902-rata-intermediate.xlsx"
    assert account(snapshot, "ratings/9902-rata-intermediate.xlsx", "ratings").read == 0


@pytest.mark.parametrize("framework", [ERO, SIX])
def test_every_indicator_is_listed_with_its_sentence_and_its_words(community: Community, framework: str) -> None:
    community.schools()
    pack = load_frameworks()[framework]
    (path,) = write_rating_workbooks(community.root / "sent", pack, SCHOOLS, "1", "indicator", "2026-T2")
    sheet = openpyxl.load_workbook(path)["Ratings"]
    listed = {row[0].value: row[1].value for row in sheet.iter_rows(min_row=8) if row[1].value}
    assert listed == {one.id: pack.shown(one).text for one in pack.indicators}
    last = pack.indicators[-1].id
    offers_in_place = "In place" in offered(sheet, last)
    assert offers_in_place == (framework == ERO)
    fill(path, {last: (offered(sheet, last)[0],)}, **{"Your school": "Whole community", "Your role": "Iwi"})
    snapshot = community.take_in(frameworks=[framework])
    frame = snapshot.frame("ratings")
    assert frame["indicator"].tolist() == [one.id for one in pack.indicators]
    assert frame["stage"].dropna().tolist() == ["3" if framework == ERO else "1"]
    assert frame["school"].isna().all()
    assert not [p for p in snapshot.problems if p.file.endswith("r01.xlsx") and p.effect != "warning"]


def offered(sheet: Worksheet, number: str) -> list[object]:
    """The words of the drop-down of a row."""
    at = next(row[2].coordinate for row in sheet.iter_rows() if row[0].value == number)
    rule = next(r for r in sheet.data_validations.dataValidation if at in r.sqref)
    name, place = rule.formula1.replace("$", "").replace("'", "").split("!")
    return [row[0].value for row in sheet.parent[name][place]]


def test_only_what_a_rater_fills_in_is_open(ero: Framework) -> None:
    sheet = rating_workbook(ero, "area", Rater("R07", "Teacher"), list(SCHOOLS.values()), "2026-T2")["Ratings"]
    assert sheet.protection.sheet
    is_open = [cell.coordinate for row in sheet.iter_rows() for cell in row if not cell.protection.locked]
    assert is_open == ["C5", "E5", "C6", "E6", *(f"{at}{row}" for row in range(8, 15) for at in "CDE")]
    assert [str(sheet[at].value) for at in ("C4", "E4", "E5")] == ["2026-T2", "R07", "Teacher"]


def test_the_key_questions_stand_in_full_with_the_numbers_that_answers_name(ero: Framework) -> None:
    sheet = rating_workbook(ero, "area", Rater("R01"), [], "2026-T2")["In full"]
    listed = [str(row[0].value) for row in sheet.iter_rows()]
    assert {question.id for question in ero.askable} | {one.id for one in ero.indicators} <= set(listed)


def test_all_that_is_offered_is_understood(community: Community, ero: Framework) -> None:
    book = rating_workbook(ero, "indicator", Rater("R01"), ["Tōtara Flat School"], "2026-T2")
    words = list(book["Words"].iter_cols(min_row=2, values_only=True))
    assert words[0] == (
        "Column 1",
        "Column 2",
        "Column 3 (effective practice)",
        "Not yet evident",
        "Not applicable",
        None,
    )
    community.schools()
    for n, (school, placed) in enumerate(zip(("9901", *words[2][:2]), words[4][:3], strict=True)):
        book["Ratings"]["C5"], book["Ratings"]["C6"], book["Ratings"]["E4"] = school, placed, f"R{n}"
        book["Ratings"]["C9"] = "In place"
        book.save(community.root / "sent" / f"{n}.xlsx")
    snapshot = community.take_in(frameworks=[ERO])
    assert not [p for p in snapshot.problems if p.check in {"school", "choice", "stage"}]
    assert set(snapshot.frame("ratings")["placed_by"]) == {"person", "school", "consensus"}


def test_a_wrong_cell_at_the_top_is_told_by_its_address(community: Community, ero: Framework) -> None:
    community.schools()
    (path,) = write_rating_workbooks(community.root / "sent", ero, {}, "1", "area", "2026-T2")
    fill(path, {"1": ("Column 1",)}, **{"Your school": "Kauri College"})
    community.csv("ratings.csv", f"Framework,Area,Stage,School,Term\n{ERO},1,Column 1,9901,2026-T2\n")
    snapshot = community.take_in(frameworks=[ERO])
    (problem,) = of_check(snapshot, "school")
    assert (problem.effect, problem.sheet, problem.cells, problem.count) == ("set aside", "Ratings", "C5", 1)
    assert len(snapshot.frame("ratings")) == 1


def came_back(community: Community, ero: Framework, change: Callable[[Worksheet], object]) -> Snapshot:
    """One workbook with all seven areas rated, changed as a rater might, beside a school's own rating."""
    community.schools()
    community.csv("ratings.csv", f"Framework,Area,Stage,School,Term\n{ERO},1,Column 1,9901,2026-T2\n")
    (path,) = write_rating_workbooks(community.root / "sent", ero, SCHOOLS, "1", "area", "2026-T2")
    fill(path, {str(n): ("Column 1", "minutes") for n in range(1, 8)}, **{"Your school": "9902"})
    book = openpyxl.load_workbook(path)
    change(book["Ratings"])
    book.save(path)
    return community.take_in(frameworks=[ERO])


def rated(snapshot: Snapshot) -> int:
    frame = snapshot.frame("ratings")
    return int((frame["source_file"].str.endswith("r01.xlsx") & frame["stage"].notna()).sum())


@pytest.mark.parametrize(
    ("header", "effect", "n"), [("A7", "refused", 0), ("C7", "refused", 0), ("B7", "warning", 7), ("D7", "warning", 7)]
)
def test_a_header_that_a_rater_wrote_over_is_named(
    community: Community, ero: Framework, header: str, effect: str, n: int
) -> None:
    lost: list[str] = []

    def change(sheet: Worksheet) -> None:
        lost.append(str(sheet[header].value))
        sheet[header] = "Ours"

    snapshot = came_back(community, ero, change)
    assert rated(snapshot) == n
    problem = next(p for p in of_check(snapshot, "known layout") if "has no header" in p.found)
    assert problem.effect == effect
    assert problem.found == f"is a rating workbook, but row 7 has no header '{lost[0]}'"


def test_a_column_put_in_between_hides_nothing_above(community: Community, ero: Framework) -> None:
    snapshot = came_back(community, ero, lambda sheet: sheet.insert_cols(3))
    assert rated(snapshot) == 7
    assert set(snapshot.frame("ratings")["school"]) == {"9901", "9902"}


def test_a_formula_that_failed_is_not_read_as_not_applicable(community: Community, ero: Framework) -> None:
    snapshot = came_back(community, ero, lambda sheet: sheet.__setitem__("C8", "#N/A"))
    assert rated(snapshot) == 6
    (problem,) = of_check(snapshot, "formula")
    assert problem.cells == "C8"


def test_a_team_without_its_school_is_told(community: Community, ero: Framework) -> None:
    def change(sheet: Worksheet) -> None:
        sheet["C5"], sheet["C6"] = None, "School team"

    snapshot = came_back(community, ero, change)
    assert rated(snapshot) == 0
    assert [p.cells for p in of_check(snapshot, "placed by") if p.effect == "set aside"] == ["C5"]


def test_a_framework_that_is_nearly_named_is_offered(community: Community, ero: Framework) -> None:
    snapshot = came_back(community, ero, lambda sheet: sheet.__setitem__("C3", "Working toward collaborative practise"))
    (problem,) = of_check(snapshot, "framework")
    assert "Did you mean 'Working towards collaborative practice'?" in problem.expected


def test_the_screen_says_of_a_workbook_that_came_back_only_what_was_read(community: Community, ero: Framework) -> None:
    community.schools()
    (path,) = write_rating_workbooks(community.root / "sent", ero, SCHOOLS, "1", "indicator", "2026-T2")
    fill(path, {"1.1.1": ("In place",)}, **{"Your school": "9902"})
    accounts = [one for one in community.take_in(frameworks=[ERO]).accounts if one.file == "sent/r01.xlsx"]
    assert [line for one in accounts for line in account_lines(one)] == [
        "sent/r01.xlsx, Ratings: read as ratings, 107 of 107 records accepted"
    ]


def test_a_framework_among_what_schools_sent_is_told_once(community: Community) -> None:
    community.schools()
    write_framework_workbook(community.root / "sent" / "our-success.xlsx")
    problems = [p for p in community.take_in().problems if p.file == "sent/our-success.xlsx"]
    assert [(p.check, p.found) for p in problems] == [("framework file", "declares a framework and holds no records")]


def test_codes_go_on_and_nothing_is_written_over(tmp_path: Path, ero: Framework) -> None:
    def written(raters: str, force: bool = False) -> list[str]:
        return [
            path.name for path in write_rating_workbooks(tmp_path, ero, SCHOOLS, raters, term="2026-T2", force=force)
        ]

    assert written("principal, 2") == ["r01-principal.xlsx", "r02.xlsx", "r03.xlsx"]
    assert written("trustee 2") == ["r04-trustee.xlsx", "r05-trustee.xlsx"]
    assert written("schools") == ["9901-totara-flat-school.xlsx", "9902-rata-intermediate.xlsx"]
    with pytest.raises(UsageError, match="is there already"):
        written("schools")
    assert written("principal", force=True) == ["r01-principal.xlsx"]
    with pytest.raises(UsageError, match="how many raters"):
        written("principal four 4 of 5")
    with pytest.raises(InputError, match="No school is known"):
        write_rating_workbooks(tmp_path, ero, {}, "schools")


def test_the_command_writes_them_for_a_community(community: Community) -> None:
    community.schools()
    community.settings()
    folder = community.root / "out"
    command = ["template", str(folder), str(community.root / "params"), "--rate", "ERO", "--term", "2026-T3"]
    done = CliRunner().invoke(main, [*command, "--raters", "learner 1, schools", "--by", "indicator"])
    assert done.exit_code == 0, done.output
    assert sorted(path.name for path in folder.iterdir()) == [
        "9901-totara-flat-school.xlsx",
        "9902-rata-intermediate.xlsx",
        "r01-learner.xlsx",
    ]
    sheet = openpyxl.load_workbook(folder / "r01-learner.xlsx")["Ratings"]
    assert (sheet["C4"].value, sheet["E5"].value) == ("2026-T3", "Learner")
    assert "is no framework" in CliRunner().invoke(main, [*command[:3], "--rate", "ERRO"]).output
    assert "names nobody" in CliRunner().invoke(main, [*command, "--raters", ","]).output
    assert "names a file" in CliRunner().invoke(main, ["template", "x.xlsx", *command[2:]]).output
    assert "go with --rate" in CliRunner().invoke(main, ["template", "x.xlsx", "--raters", "iwi"]).output

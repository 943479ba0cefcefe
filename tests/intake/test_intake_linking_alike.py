"""A learner whose name or birth date is written with a slip is found again at the next school; nobody else is."""

from __future__ import annotations

import pytest
from made_community import Community, of_check

from colsynth.registers.snapshot import Snapshot

HEAD = "Student ID,First Name,Last Name,DOB,School,Year,Entry date,Exit date\n"
BEFORE = "9901,6,2024-01-29,2025-12-16\n"
AFTER = "9902,7,2026-02-02,\n"
OTHERS = [  # people enough to say what is common
    f"Learner{chr(97 + at // 5)}{chr(97 + at % 5)},Whānau{chr(97 + at)},{1 + at:02}/0{1 + at % 9}/2014"
    for at in range(25)
]


def learners(snapshot: Snapshot) -> list[str]:
    """The learner of each row of the rolls, as A, B ...; the fill of other people left out."""
    codes = [
        code
        for code, file in snapshot.frame("students")[["student", "source_file"]].itertuples(index=False)
        if file != "sent/others.csv"
    ]
    letters = {code: chr(65 + at) for at, code in enumerate(dict.fromkeys(codes))}
    return [letters[code] for code in codes]


def cases(snapshot: Snapshot, why: str) -> list[list[str]]:
    """File and row of each case listed under a heading that begins so."""
    rows = snapshot.learners[snapshot.learners["why"].str.startswith(why)]
    at = rows["source_file"].str.removeprefix("sent/") + " " + rows["source_row"].astype(str)
    return [list(case) for _, case in at.groupby([rows["why"], rows["case"]])]


@pytest.fixture
def community(community: Community) -> Community:
    community.schools()
    others = [f"{900 + at},{who},9901,6,2024-01-29,\n" for at, who in enumerate(OTHERS)]
    community.csv("others.csv", HEAD + "".join(others))
    return community


def moved(community: Community, before: str, after: str) -> Snapshot:
    """What is taken in where a learner of one school is written otherwise at the next; each has numbers of its own."""
    community.csv("a.csv", HEAD + f"11,{before},{BEFORE}")
    community.csv("b.csv", HEAD + f"77,{after},{AFTER}")
    return community.take_in()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Aroha,Ngātai,14/03/2015", "Aroha,Ngaatai,14/03/2015"),  # a macron written as a double vowel
        ("Aroha,Ngata-Smith,14/03/2015", "Aroha,Smith Ngata,14/03/2015"),  # a hyphen, and the other order
        ("Te Rangi,Parata,14/03/2015", "Terangi,Parata,14/03/2015"),  # a space
        ("Aroha,Ngata,14/03/2015", "Ngata,Aroha,14/03/2015"),  # the names in each other's columns
        ("Hinemoa,Parata,14/03/2015", "Hinemoa,Paratta,14/03/2015"),  # a letter more
        ("Hinemoa,Parata,14/03/2015", "Hinemoa,Partaa,14/03/2015"),  # two letters swapped
        ("Hinemoa,Parata,14/03/2015", "Hinmoa,Parata,14/03/2015"),  # a letter less in the given name
        ("Hinemoa,Parata,05/03/2015", "Hinemoa,Parata,03/05/2015"),  # day and month swapped
        ("Hinemoa,Parata,14/03/2015", "Hinemoa,Parata,14/03/2016"),  # a slip in the year
    ],
)
def test_a_learner_written_otherwise_at_the_next_school_is_one(community: Community, before: str, after: str) -> None:
    snapshot = moved(community, before, after)
    assert learners(snapshot) == ["A", "A"]
    assert cases(snapshot, "taken as one learner") == [["a.csv 2", "b.csv 2"]]


@pytest.mark.parametrize(
    ("before", "after", "why"),
    [
        ("Hinemoa,Parata,14/03/2015", "Hinemoa,Tūhoro,14/03/2015", "one given name and birth date, family names"),
        ("Hinemoa,Parata,14/03/2015", "Hinemoa,Parata,02/11/2016", "names alike and rare, birth dates differ"),
        ("Hinemoa,Parata,14/03/2015", "Hinemoa,Parata,", "names alike and rare, a birth date not known"),
    ],
)
def test_weaker_evidence_is_proposed_to_a_person_and_kept_apart(
    community: Community, before: str, after: str, why: str
) -> None:
    snapshot = moved(community, before, after)
    assert learners(snapshot) == ["A", "B"]
    assert cases(snapshot, f"perhaps one learner, kept apart: {why}") == [["a.csv 2", "b.csv 2"]]


def test_two_learners_with_nothing_in_common_but_the_day_are_two(community: Community) -> None:
    snapshot = moved(community, "Hinemoa,Parata,14/03/2015", "Wiremu,Tūhoro,14/03/2015")
    assert learners(snapshot) == ["A", "B"]
    assert snapshot.learners.empty


def test_a_link_by_alike_names_is_told_without_a_name(community: Community) -> None:
    snapshot = moved(community, "Hinemoa,Parata,14/03/2015", "Hinemoa,Paratta,14/03/2015")
    (problem,) = of_check(snapshot, "linked by alike name")
    assert problem.effect == "warning"
    assert "arat" not in problem.sentence()
    assert "arat" not in snapshot.learners.to_csv()


def test_brother_and_sister_of_one_day_are_never_one(community: Community) -> None:
    snapshot = moved(community, "Hinemoa,Parata,14/03/2015", "Wiremu,Parata,14/03/2015")
    assert learners(snapshot) == ["A", "B"]
    assert snapshot.learners.empty


def test_twins_with_alike_names_on_one_roll_are_two(community: Community) -> None:
    twins = (
        f"11,Hinemoa,Parata,14/03/2015,{AFTER}12,Hinemoana,Parata,14/03/2015,{AFTER}13,Hinemo,Parata,14/03/2015,{AFTER}"
    )
    community.csv("a.csv", HEAD + twins)
    snapshot = community.take_in()
    assert learners(snapshot) == ["A", "B", "C"]
    assert snapshot.learners.empty


def test_each_of_two_alike_twins_is_found_again_by_her_own_name(community: Community) -> None:
    names = ("Hinemoa,Parata,14/03/2015", "Hinemoan,Parata,14/03/2015")
    community.csv("a.csv", HEAD + "".join(f"1{at},{name},{BEFORE}" for at, name in enumerate(names)))
    community.csv("b.csv", HEAD + "".join(f"7{at},{name},{AFTER}" for at, name in enumerate(names)))
    snapshot = community.take_in()
    assert learners(snapshot) == ["A", "B", "A", "B"]


def test_two_given_names_that_many_have_are_no_slip_of_one_another(community: Community) -> None:
    both = [f"Jayden,Whānau{chr(97 + at)},{at + 1:02}/10/2014" for at in range(5)]
    both += [f"Hayden,Whānau{chr(107 + at)},{at + 1:02}/11/2014" for at in range(5)]
    community.csv("others.csv", HEAD + "".join(f"{900 + at},{who},{BEFORE}" for at, who in enumerate(both + OTHERS)))
    snapshot = moved(community, "Jayden,Parata,14/03/2015", "Hayden,Parata,14/03/2015")
    assert learners(snapshot) == ["A", "B"]
    assert cases(snapshot, "perhaps one learner") == [["a.csv 2", "b.csv 2"]]


def test_where_two_fit_as_well_a_person_decides(community: Community) -> None:
    first, second = "Hinemoa,Paratta,14/03/2015", "Hinemoa,Parrata,14/03/2015"
    community.csv("a.csv", HEAD + f"11,Hinemoa,Parata,14/03/2015,{BEFORE}")
    community.csv("b.csv", HEAD + f"77,{first},{AFTER}78,{second},{AFTER}")
    snapshot = community.take_in()
    assert learners(snapshot) == ["A", "B", "C"]
    assert cases(snapshot, "perhaps one learner, kept apart: names alike") == [["a.csv 2", "b.csv 2", "b.csv 3"]]


def test_two_at_different_schools_at_once_are_two_and_proposed(community: Community) -> None:
    community.csv("a.csv", HEAD + "11,Hinemoa,Parata,14/03/2015,9901,6,2026-02-02,\n")
    community.csv("b.csv", HEAD + f"77,Hinemoa,Paratta,14/03/2015,{AFTER}")
    snapshot = community.take_in()
    assert learners(snapshot) == ["A", "B"]
    assert cases(snapshot, "perhaps one learner, kept apart: names alike") == [["a.csv 2", "b.csv 2"]]


def test_two_numbers_of_one_school_are_two_learners_and_proposed(community: Community) -> None:
    community.csv("a.csv", HEAD + f"11,Hinemoa,Parata,14/03/2015,{BEFORE}")
    community.csv("b.csv", HEAD + "77,Hinemoa,Paratta,14/03/2015,9901,7,2026-02-02,\n")
    snapshot = community.take_in()
    assert learners(snapshot) == ["A", "B"]
    assert len(cases(snapshot, "perhaps one learner")) == 1


def test_two_national_numbers_are_two_learners_and_at_most_proposed(community: Community) -> None:
    head = HEAD.replace("Student ID", "NSN")
    community.csv("a.csv", head + f"0123456789,Hinemoa,Parata,14/03/2015,{BEFORE}")
    community.csv("b.csv", head + f"0555555550,Hinemoa,Paratta,14/03/2015,{AFTER}")
    snapshot = community.take_in()
    assert learners(snapshot) == ["A", "B"]
    assert cases(snapshot, "perhaps one learner, kept apart: names alike") == [["a.csv 2", "b.csv 2"]]


def test_namesakes_with_national_numbers_and_other_birth_dates_are_not_even_proposed(community: Community) -> None:
    head = HEAD.replace("Student ID", "NSN")
    community.csv("a.csv", head + f"0123456789,Hinemoa,Parata,14/03/2015,{BEFORE}")
    community.csv("b.csv", head + f"0555555550,Hinemoa,Parata,02/11/2016,{AFTER}")
    snapshot = community.take_in()
    assert learners(snapshot) == ["A", "B"]
    assert snapshot.learners.empty


def test_a_school_number_is_the_learner_with_a_national_one_although_the_name_has_a_slip(community: Community) -> None:
    community.csv("a.csv", HEAD.replace("Student ID", "NSN") + f"0123456789,Hinemoa,Parata,14/03/2015,{AFTER}")
    community.csv(
        "results.csv",
        "Student ID,Name,DOB,School,Measure,Term,Level\n4711,Paratta Hinemoa,14/03/2015,9902,otj-writing,2026-T2,At\n",
    )
    snapshot = community.take_in()
    assert set(snapshot.frame("achievement")["student"]) < set(snapshot.frame("students")["student"])
    assert cases(snapshot, "taken as one learner: names alike") == [["a.csv 2", "results.csv 2"]]

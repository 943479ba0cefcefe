"""A text of the community leads to no person; what it says of the work stays."""

import pytest

from colsynth.protection.free_text import without_people


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("Mrs Tāne Smith said so", "(a person) said so"),
        ("so (Dr. A. Ngata, jane.doe@school.nz)", "so ((a person), (an address that is not shown))"),
        ("https://jane:pw@a.nz/d/1/edit?usp=x&u=jane#me and on", "https://a.nz/d/1/edit and on"),
        ("https://a.nz/jane.doe@school.nz/notes", "https://a.nz/(an address that is not shown)/notes"),
        ("https://a.nz/watch?v=Ab-1&u=jane", "https://a.nz/watch?v=Ab-1"),
        ("see file:///C:/Users/jane", "see (an address that is not shown)"),
    ],
)
def test_names_after_a_title_mail_addresses_and_keys_in_links_are_left_out(written: str, printed: str) -> None:
    assert without_people(written) == printed


def test_what_names_nobody_stays() -> None:
    kept = "Miss no lesson; matua and whaea meet at 3, 50 % @ home, see https://a.nz/b."
    assert without_people(kept) == kept

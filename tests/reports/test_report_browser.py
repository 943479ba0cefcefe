"""The page in a browser with the network off: everything is drawn, nothing is asked for, nothing is cut."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from colsynth.reports.page import PageHeader, make_page


@pytest.fixture
def report(tmp_path: Path, header: PageHeader, chapters: list[Any]) -> Path:
    path = tmp_path / "report.html"
    path.write_text(make_page(chapters, header).html, encoding="utf-8")
    return path


def opened(chromium: Browser, path: Path, **how: Any) -> tuple[Page, list[str]]:
    """The page in a context without network, and everything that went wrong or was asked for."""
    page = chromium.new_context(offline=True, **how).new_page()
    faults: list[str] = []
    page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("request", lambda request: faults.append(request.url) if request.url != path.as_uri() else None)
    page.goto(path.as_uri())
    return page, faults


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_every_chart_is_live_offline_and_the_page_fits(
    chromium: Browser, report: Path, tmp_path: Path, scheme: str, width: int
) -> None:
    size = {"width": width, "height": 900}
    page, faults = opened(chromium, report, viewport=size, color_scheme=scheme)
    page.wait_for_function("document.querySelectorAll('.drawn').length === 3")
    assert page.locator(".live svg").count() == page.locator("script.vl").count() == 3
    assert page.locator(".still:visible").count() == 0
    assert page.evaluate("document.documentElement.scrollWidth") == width
    assert page.locator(".contents details").get_attribute("open") == ("" if width == 1280 else None)
    assert faults == []
    page.screenshot(path=tmp_path / f"{scheme}-{width}.png", full_page=True)
    page.context.close()


@pytest.mark.parametrize("width", [360, 1280])
def test_without_script_the_still_charts_stand(chromium: Browser, report: Path, width: int) -> None:
    size = {"width": width, "height": 900}
    page, faults = opened(chromium, report, viewport=size, java_script_enabled=False)
    assert page.locator(".still svg:visible").count() == 3
    assert page.locator(".live:visible").count() == 0
    assert faults == []
    page.context.close()


def test_print_shows_the_still_charts_and_what_the_reader_has_opened(chromium: Browser, report: Path) -> None:
    page, faults = opened(chromium, report)
    page.wait_for_function("document.querySelectorAll('.drawn').length === 3")
    page.emulate_media(media="print")
    assert page.locator(".still svg:visible").count() == 3
    assert page.locator(".live:visible").count() == 0
    assert page.locator(".exhibit > details:visible").count() == 0
    page.evaluate("document.querySelector('.exhibit > details').open = true")
    assert page.locator(".exhibit > details:visible").count() == 1
    assert faults == []
    page.context.close()


def test_what_does_not_fit_can_be_reached_by_the_keyboard_also_once_unfolded(chromium: Browser, report: Path) -> None:
    page, faults = opened(chromium, report, viewport={"width": 360, "height": 900})
    page.wait_for_function("document.querySelectorAll('.drawn').length === 3")
    page.evaluate("for (const fold of document.querySelectorAll('details')) fold.open = true")
    page.wait_for_timeout(100)
    said = "(box) => [box.scrollWidth > box.clientWidth, box.tabIndex]"
    boxes = page.evaluate(f"[...document.querySelectorAll('.table, .chart')].map({said})")
    assert {tuple(box) for box in boxes} == {(True, 0), (False, -1)}
    assert faults == []
    page.context.close()

"""Which layout does a school send? The name in a plan, and who makes its files from what the school knows."""

from __future__ import annotations

from collections.abc import Callable

from colsynth.simulate.books import Book
from colsynth.simulate.exports import easttle, plain, sms
from colsynth.simulate.sent import Sent
from colsynth.simulate.workbooks import noted_sheets, template, wide

LAYOUTS: dict[str, Callable[[Sent], list[Book]]] = {
    "template": template,
    "sms": sms,
    "wide": wide,
    "plain": plain,
    "noted": noted_sheets,
    "easttle": easttle,
}

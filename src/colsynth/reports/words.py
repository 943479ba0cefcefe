"""How do a chapter's own words reach the page? Markdown without HTML, headings in order, te reo marked."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from html import unescape

from markupsafe import Markup, escape
from mistune import HTMLRenderer, Markdown
from mistune.plugins.table import table

# A word with a macron is te reo on these pages; these common words and phrases carry none of their own.
_MACRON = r"\w*[āēīōūĀĒĪŌŪ]\w*"
_PLAIN = (
    r"(?:[Tt]e reo|[Tt]e Tiriti o Waitangi|[Tt]e ao|[Tt]e [Ww]hāriki|[Aa]konga|[Kk]aiako|[Tt]amariki"
    r"|[Mm]okopuna|[Rr]angatahi|[Kk]ura|Ako|[Ii]wi|[Hh]ui|[Mm]anaakitanga|[Ww]hanaungatanga|[Kk]aitiakitanga|Aotearoa)"
)
_REO = re.compile(rf"\b(?:{_PLAIN}|{_MACRON})(?: (?:{_PLAIN}|{_MACRON}))*\b")


def prose(text: object) -> Markup:
    """A text as safe HTML: te reo words marked `lang="mi"` so that they are spoken as te reo, and a number
    kept on one line with its per cent sign."""
    marked = _REO.sub(r'<span lang="mi">\g<0></span>', str(escape(text)))
    return Markup(re.sub(r"(?<=\d) (?=%)|(?<=\bn) (?=\d)", "\u00a0", marked))


def slug(text: str) -> str:
    """`are-we-meeting-our-goals` from a heading; macrons stay, they are allowed in an id."""
    return re.sub(r"[^\w]+", "-", text.casefold()).strip("-") or "part"


@dataclass
class Ids:
    """The ids of one page; each is given out once."""

    taken: set[str] = field(default_factory=set)

    def claim(self, wanted: str) -> str:
        """`wanted`, or `wanted-2`, `wanted-3` where it is already on the page."""
        wanted = re.sub(r"[^\w.:-]+", "-", wanted)
        name, number = wanted, 1
        while name in self.taken:
            number += 1
            name = f"{wanted}-{number}"
        self.taken.add(name)
        return name


@dataclass
class Headings:
    """The headings of one chapter: the page has its h1, so a chapter starts at h2 and never skips a level."""

    stem: str
    ids: Ids
    quiet: str = ""  # a chapter title that already stands in the page's header is not shown twice
    level: int = 1
    title: str = ""  # of the chapter, with its id
    title_id: str = ""
    last: str = ""

    def add(self, text: str, inner: str, wanted: int) -> str:
        """One heading as HTML, at the wanted level or the nearest that skips none."""
        self.level = max(2, min(wanted, self.level + 1, 6))
        first = not self.title
        name = self.ids.claim(self.stem if first else f"{self.stem}-{slug(text)}")
        if first:
            self.title, self.title_id = text, name
        self.last = text
        hidden = ' class="vh"' if first and text.casefold() == self.quiet.casefold() else ""
        return f'<h{self.level} id="{name}"{hidden}>{inner}</h{self.level}>\n'

    @property
    def below(self) -> int:
        """The level of a heading that stands under the last one."""
        return max(3, min(self.level + 1, 6))


class PageRenderer(HTMLRenderer):
    """Markdown for the page: HTML is shown as text, links go to the web or this page, images are embedded."""

    def __init__(self, headings: Headings, drop: Callable[[str], None]) -> None:
        super().__init__(escape=True)
        self._headings = headings
        self._drop = drop

    def text(self, text: str) -> str:
        return str(prose(unescape(text)))

    def heading(self, text: str, level: int, **attrs: object) -> str:
        words = unescape(re.sub(r"<[^>]*>", "", text)).strip()
        return self._headings.add(words, text, level + 1)

    def link(self, text: str, url: str, title: str | None = None) -> str:
        if re.match(r"https?://|mailto:|#", url, re.IGNORECASE):
            return f'<a href="{escape(url)}">{text}</a>'
        self._drop(f"a link to {url[:60]} (the page links to http, https and mailto addresses only)")
        return text

    def image(self, text: str, url: str, title: str | None = None) -> str:
        alt = re.sub(r"<[^>]*>", "", text)
        if re.match(r"data:image/(png|jpeg|gif|webp);base64,[A-Za-z0-9+/=]+$", url):
            return f'<img src="{url}" alt="{alt}">'
        self._drop(f"an image in the text ({url[:60]})")
        return ""

    def block_html(self, html: str) -> str:
        if re.fullmatch(r"<!--.*?-->", html.strip(), re.DOTALL):
            return ""
        self._drop("HTML in the text (shown as plain text)")
        return f"<p>{escape(html.strip())}</p>\n"

    def inline_html(self, html: str) -> str:
        self._drop("HTML in the text (shown as plain text)")
        return str(escape(html))


def render_markdown(source: str, headings: Headings, drop: Callable[[str], None]) -> str:
    """A markdown cell as HTML; what may not reach the page is told to `drop` in words."""
    renderer = PageRenderer(headings, drop)
    return str(Markdown(renderer=renderer, plugins=[table])(source))

"""Results shown: one file a question, names rhyming with analyses."""

from colsynth.exhibits.chapter import Chapter, newest_term, open_chapter

__all__ = ["Chapter", "newest_term", "open_chapter"]

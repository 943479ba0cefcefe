"""Chapters to one self-contained page, its tables as files, and the index of a run."""

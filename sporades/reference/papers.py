"""How do papers name themselves? Read from `papers.toml`; what is told from it is advice and decides nothing."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from sporades.reference.load import DIRECTORY
from sporades.rules.french import typeset
from sporades.rules.likely_papers import LikelyPaper, TwoSided, plain


@dataclass(frozen=True, slots=True)
class KnownPapers:
    papers: tuple[LikelyPaper, ...]
    two_sided: tuple[TwoSided, ...]

    def name(self, code: str) -> str:
        """As a sentence says it; a paper that the file has lost since is « another document »."""
        return next((one.name for one in self.papers if one.code == code), "un autre document")


@cache
def known_papers(directory: Path = DIRECTORY) -> KnownPapers:
    table = tomllib.loads((directory / "papers.toml").read_text("utf-8"))
    return KnownPapers(
        papers=tuple(_paper(row) for row in table["paper"]),
        two_sided=tuple(_two_sided(row) for row in table["two_sided"]),
    )


def _paper(row: dict[str, Any]) -> LikelyPaper:
    phrases = {key: _plain(row[key]) for key in ("titles", "words")}
    given_for = frozenset(row["given_for"])
    return LikelyPaper(**{**row, **phrases, "name": typeset(row["name"]), "given_for": given_for})


def _two_sided(row: dict[str, Any]) -> TwoSided:
    phrases = {key: _plain(row[key]) for key in ("face", "back")}
    return TwoSided(**{**row, **phrases, "given_for": frozenset(row["given_for"])})


def _plain(phrases: list[str]) -> tuple[str, ...]:
    return tuple(plain(phrase) for phrase in phrases)

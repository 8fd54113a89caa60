"""Reads the worked cases of `reference/examples/`: the ordinary case, and what each one changes in it."""

import tomllib
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from sporades.reference.load import DIRECTORY
from sporades.rules.answers import SCHEMA, Answers, from_json

EXAMPLES = DIRECTORY / "examples"
ORDINARY = "ordinary"


@dataclass(frozen=True, slots=True)
class Example:
    name: str
    title: str
    on: date
    answers: Answers
    findings: list[str]
    pieces: dict[str, str]  # kind, and key of an acquis -> what its absence costs


def read_examples() -> list[Example]:
    return [read_example(path.stem) for path in sorted(EXAMPLES.glob("*.toml"))]


def read_example(name: str) -> Example:
    said, ordinary = _table(EXAMPLES / f"{name}.toml"), _table(EXAMPLES / f"{ORDINARY}.toml")
    return Example(
        name=name,
        title=said["title"],
        on=said.get("on", ordinary["on"]),
        answers=_answers(said, ordinary),
        findings=said["expected"]["findings"],
        pieces=said["expected"]["pieces"],
    )


def _table(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text("utf-8"))


def _answers(said: dict[str, Any], ordinary: dict[str, Any]) -> Answers:
    parts = ("exam", "terms", "identity", "contact", "situation", "papers")
    stored: dict[str, Any] = {part: {**ordinary[part], **said.get(part, {})} for part in parts}
    stored["identity"]["birth_date"] = stored["identity"]["birth_date"].isoformat()
    stored["acquis"] = [{**acquis, "mark": acquis["mark"] or None} for acquis in said.get("acquis", ())]
    return from_json({"schema": SCHEMA, **stored})

"""Do the documents still tell the truth?

What they name is looked up: files, functions, commands, variables, words of
the glossary. What they draw is drawn again.
"""

import re
import runpy
import subprocess
from collections.abc import Iterable, Iterator
from pathlib import Path
from pkgutil import resolve_name

import pytest
from django.core.management import get_commands

from tests.source import ROOT, SPORADES, listed, modules, tree

DOCS = ROOT / "docs"
PAGES = sorted([*ROOT.glob("*.md"), *DOCS.rglob("*.md")])
DECISIONS = sorted((DOCS / "decisions").glob("[0-9]*.md"))
PACKAGES = {path.name for path in SPORADES.iterdir() if path.is_dir()}
FOLDERS = {"sporades", "reference", "tests", "tools", "docs", "deploy", "requirements", "benchmarks"}
HEAVIEST_IMAGE = 200_000

# Where we work is nobody's business. In two parts, so that this file does not say them either.
OF_THE_WORKPLACE = [
    "/wo" + "rk/", "/tmp/te" + "am", "cla" + "ude", "anth" + "ropic", "copi" + "lot", "chat" + "gpt",
    "sub-" + "agent", "language mo" + "del", "design" + ".md", "style" + ".md",
]  # fmt: skip


def spans(page: Path) -> Iterator[str]:
    """What is written `so`, outside blocks."""
    text = re.sub(r"```.*?```", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    yield from re.findall(r"`([^`\n]+)`", text)


def named(page: Path) -> str:
    return str(page.relative_to(ROOT))


def tables(page: Path, *, under: str) -> list[list[str]]:
    """The rows of the tables of one section, heads left out."""
    section = page.read_text(encoding="utf-8").split(f"## {under}\n", 1)[1].split("\n## ", 1)[0]
    rows = [line.strip().strip("|").split(" | ") for line in section.splitlines() if line.startswith("|")]
    rules = [place for place, row in enumerate(rows) if set("".join(row)) <= set("- |")]
    heads = {place for rule in rules for place in (rule - 1, rule)}
    return [row for place, row in enumerate(rows) if place not in heads]


def first_names(page: Path, *, under: str) -> set[str]:
    return {name for row in tables(page, under=under) for name in re.findall(r"`([^`]+)`", row[0])}


def anchors(page: Path) -> set[str]:
    heads = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}


def resolves(page: Path, link: str) -> bool:
    path, _, anchor = link.partition("#")
    target = (page.parent / path).resolve() if path else page
    return target.exists() and (not anchor or anchor in anchors(target))


def exists(name: str) -> bool:
    try:
        resolve_name(f"sporades.{name}")
    except (ImportError, AttributeError):
        return False
    return True


def test_every_link_leads_somewhere():
    links = [
        (page, link)
        for page in PAGES
        for link in re.findall(r"\]\(([^)\s]+)\)", page.read_text(encoding="utf-8"))
        if not link.startswith(("http:", "https:", "mailto:"))
    ]

    assert not listed_faults(
        f"{named(page)}: {link}" for page, link in links if not resolves(page, link)
    )  # fmt: skip


def test_every_file_that_a_page_names_exists():
    paths = [
        (page, span.partition("::")[0].rstrip("/"))
        for page in PAGES
        for span in spans(page)
        if span.partition("/")[0] in FOLDERS and "/" in span and " " not in span
    ]

    assert not listed_faults(
        f"{named(page)}: {path}" for page, path in paths if not any(ROOT.glob(path))
    )  # fmt: skip


def test_every_test_that_a_page_names_exists():
    named_so = {(page, *span.split("::")) for page in PAGES for span in spans(page) if "::" in span}

    assert named_so
    assert not listed_faults(
        f"{named(page)}: {path}::{name}"
        for page, path, name in sorted(named_so)
        if f"def {name}(" not in (ROOT / path).read_text(encoding="utf-8")
    )


def test_every_function_that_a_page_names_exists():
    names = [
        (page, span)
        for page in PAGES
        for span in spans(page)
        if re.fullmatch(r"[a-z_]+(\.\w+)+", span) and span.partition(".")[0] in PACKAGES
    ]

    assert len(names) > 50
    assert not listed_faults(f"{named(page)}: {name}" for page, name in names if not exists(name))


def test_every_command_that_a_page_names_exists():
    targets = set(re.findall(r"^(\w+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    faults = []
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        said = re.findall(r"(?:^|`|bin/)sporades ([a-z]+)", text, re.MULTILINE)
        faults += [
            f"{named(page)}: sporades {name}" for name in said if name not in {*get_commands(), "demo"}
        ]
        made = re.findall(r"(?:^|`)make ([a-z]+)", text, re.MULTILINE)
        faults += [f"{named(page)}: make {name}" for name in made if name not in targets]

    assert not listed_faults(faults)


def test_every_variable_of_the_environment_is_told_and_none_is_invented():
    readers = [SPORADES / "config" / "settings.py", ROOT / "deploy" / "gunicorn.conf.py"]
    read = {
        name
        for path in readers
        for name in re.findall(r'"(SPORADES_[A-Z_]+)"', path.read_text(encoding="utf-8"))
    }

    assert first_names(DOCS / "operations.md", under="The environment") == read


def test_every_variable_of_the_front_is_told_and_none_is_invented():
    template = (ROOT / "deploy" / "nginx.conf.template").read_text(encoding="utf-8")

    told = first_names(DOCS / "operations.md", under="The front")
    assert told == set(re.findall(r"\$\{(SPORADES_[A-Z_]+)\}", template))


def test_every_role_of_the_database_is_told():
    rights = (ROOT / "deploy" / "postgresql-roles.sql").read_text(encoding="utf-8")
    made = set(re.findall(r"'(sporades_[a-z]+)'", rights))

    assert made
    assert first_names(DOCS / "operations.md", under="PostgreSQL and its roles") == made


def test_every_word_of_the_glossary_is_a_word_of_the_code():
    page = DOCS / "glossary.md"
    code = "\n".join(path.read_text(encoding="utf-8") for path in modules())
    words = [
        name
        for section in re.findall(r"^## (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)[:-1]
        for row in tables(page, under=section)
        for name in re.findall(r"`([^`]+)`", row[1])
    ]

    assert len(words) > 90
    assert not listed_faults(
        word for word in words if not re.search(rf"(?<!\w){re.escape(word)}(?!\w)", code)
    )


def test_a_word_kept_for_later_has_moved_up_once_a_class_bears_it():
    rows = tables(DOCS / "glossary.md", under="Chosen, and not in the code yet")
    kept = {name for row in rows for name in re.findall(r"`([^`]+)`", row[1])}

    classes = {node.name for path in modules() for node in tree(path).body if hasattr(node, "bases")}
    assert kept
    assert kept & classes == set()


def test_the_life_of_a_registration_is_drawn_from_the_code():
    drawing = runpy.run_path(str(ROOT / "tools" / "draw_lifecycle.py"))
    text = (DOCS / "lifecycle.md").read_text(encoding="utf-8")

    assert drawing["page"](text) == text, "run tools/draw_lifecycle.py"


def test_every_step_that_the_page_explains_is_a_step():
    from sporades.rules.lifecycle import STEPS

    explained = first_names(DOCS / "lifecycle.md", under="What else each step asks")
    assert explained <= {step.name for step in STEPS}


@pytest.mark.parametrize("page", DECISIONS, ids=lambda page: page.name[:4])
def test_a_decision_says_why_and_what_would_change_our_mind(page):
    text = page.read_text(encoding="utf-8")

    assert re.match(rf"# {page.name[:4]}\. \S.*\n\n- Status: \S.*\n- Date: \d{{4}}-\d\d-\d\d\n", text)
    heads = re.findall(r"^## (.+)$", text, re.MULTILINE)
    assert heads == ["Context", "Decision", "Consequences", "What would change our mind"]
    assert len(text.splitlines()) <= 60


def test_decisions_are_numbered_without_a_hole_and_all_listed():
    numbers = [int(page.name[:4]) for page in DECISIONS]
    index = (DOCS / "decisions" / "README.md").read_text(encoding="utf-8")

    assert numbers == list(range(1, len(numbers) + 1))
    assert [page.name for page in DECISIONS if f"({page.name})" not in index] == []


def test_a_picture_is_light_enough_for_a_telephone():
    heavy = [named(path) for path in (DOCS / "images").iterdir() if path.stat().st_size > HEAVIEST_IMAGE]

    assert heavy == []


def test_nothing_tells_of_the_place_where_it_was_written():
    files = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
    faults = []
    for name in filter(None, files.decode().split("\0")):
        path = ROOT / name
        text = path.read_bytes().decode("utf-8", "ignore").lower() if path.is_file() else ""
        faults += [f"{name}: {word}" for word in OF_THE_WORKPLACE if word in text]

    assert not listed_faults(faults)


def listed_faults(faults: Iterable[str]) -> str:
    """Nothing, or each fault on its line."""
    found = sorted(set(faults))
    return listed(found) if found else ""

"""Does another validator find in our papers the two standards that typst says it printed?

veraPDF reads every kind of paper, of every act that draws one, as it was drawn
and under its cachet. It is in no distribution of ours: without it on the PATH,
this file is not collected.
"""

import subprocess
from pathlib import Path

import pikepdf
import pytest

from sporades.adapters import cachets, clocks, pdf
from sporades.documents import actions
from sporades.documents import cachets as affixing
from sporades.documents.models import Document
from sporades.registrations.actions import proving
from sporades.registrations.models import Registration
from tests import people
from tests.adapters import papers
from tests.notices import test_every_letter
from tests.people import LEA, NOW

every_letter = test_every_letter.every_letter
pytestmark = [pytest.mark.drill, pytest.mark.once]

STANDARDS = ["ua1", "2a"]
DRAWN, SEALED = "drawn", "sealed"


def refused(folder: Path, standard: str) -> tuple[int, str]:
    """How many files were read, and what is said of those that are not of this standard."""
    ran = subprocess.run(
        ["verapdf", "--flavour", standard, "--format", "text", "--verbose", "--recurse", folder],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    lines = ran.stdout.splitlines()
    read = [line for line in lines if line.startswith(("PASS", "FAIL"))]
    return len(read), "\n".join(line for line in lines if not line.startswith("PASS"))


def keep(folder: Path, name: str, drawn: bytes, sealed: bytes) -> None:
    (folder / f"{name}-{DRAWN}.pdf").write_bytes(drawn)
    (folder / f"{name}-{SEALED}.pdf").write_bytes(sealed)


@pytest.fixture
def every_paper(every_letter, tmp_path) -> Path:
    """Each act that writes draws too; and the sheet that tells them all."""
    folder = tmp_path / "every-paper"
    folder.mkdir()
    lea = Registration.objects.get(candidate__account__email=LEA.email)
    proving.issue(lea, token=people.token(), by=people.OFFICER, now=NOW)
    ours = Document.objects.filter(lot_id=None)
    drawn = {paper.id: actions.render(paper.id) for paper in ours}
    while affixing.affix_next(machine_now=clocks.machine_now()):
        pass
    for paper in ours:
        keep(folder, f"{paper.kind}-{paper.id}", drawn[paper.id], affixing.give(paper.id))
    return folder


@pytest.mark.parametrize("standard", STANDARDS)
def test_every_paper_of_every_act_is_of_both_standards_before_and_under_its_cachet(every_paper, standard):
    files = list(every_paper.iterdir())
    assert {file.name.partition("-")[0] for file in files} == {
        template.stem for template in pdf.TEMPLATES.glob("*.typ") if template.stem != "paper"
    }

    assert refused(every_paper, standard) == (len(files), "")


@pytest.mark.parametrize("standard", STANDARDS)
def test_so_are_the_longest_and_the_shortest(standard, tmp_path):
    for name in ("longest", "shortest"):
        data = getattr(papers, name)()
        drawn = pdf.render("confirmation", data, title=data["heading"], at=NOW)
        keep(tmp_path, name, drawn, drawn + cachets.affix(drawn).increment)

    assert refused(tmp_path, standard) == (4, "")


@pytest.mark.parametrize("standard", STANDARDS)
def test_what_is_of_neither_is_told(standard, tmp_path):
    """A validator that takes everything proves nothing."""
    with pikepdf.new() as document:
        document.add_blank_page()
        document.save(tmp_path / "blank.pdf")

    read, said = refused(tmp_path, standard)

    assert read == 1
    assert said.startswith("FAIL")

"""The real session, in rows that other processes and threads see."""

import shutil

import pytest

from tests import people

# veraPDF is in no distribution of ours: who has it runs it (docs/security.md).
collect_ignore = [] if shutil.which("verapdf") else ["test_pdf_standards.py"]


@pytest.fixture
def session(transactional_db, settings, tmp_path):
    settings.DATA_DIR = tmp_path / "data"
    people.the_session()

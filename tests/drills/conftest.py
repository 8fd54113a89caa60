"""The real session, in rows that other processes and threads see."""

import os
import shutil

import pytest

from tests import people

collect_ignore = [
    # veraPDF is in no distribution of ours: who has it runs it (docs/security.md).
    *([] if shutil.which("verapdf") else ["test_pdf_standards.py"]),
    # Postfix starts as root, or not at all.
    *([] if os.getuid() == 0 else ["test_postfix.py"]),
]


@pytest.fixture
def session(transactional_db, settings, tmp_path):
    settings.DATA_DIR = tmp_path / "data"
    people.the_session()

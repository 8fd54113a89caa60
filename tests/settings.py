"""The settings of production, told that they run on this machine, in a folder that goes away.

Nothing else differs. The database is a file even on SQLite, as for an operator:
a browser's request runs in a thread of its own, which a database in memory
would not let in. `SPORADES_DATABASE` names a PostgreSQL instead.
"""

import atexit
import os
import shutil
import sys
import tempfile
from pathlib import Path


def _folder() -> Path:
    """The folder of this run: made by its first process, shared by those it starts."""
    given = os.environ.get("SPORADES_TESTS_FOLDER")
    if given:
        return Path(given)
    if "pytest" not in sys.modules:
        # mypy reads the settings and leaves without a word to atexit: nothing is made for it.
        return Path(tempfile.gettempdir()) / "sporades-none"
    made = Path(tempfile.mkdtemp(prefix="sporades-tests-"))
    # Where an operator collects the static files: here they are served from their sources.
    (made / "static").mkdir()
    os.environ["SPORADES_TESTS_FOLDER"] = str(made)
    atexit.register(_remove, made, os.getpid())
    return made


def _remove(folder: Path, owner: int) -> None:
    # A forked child leaves through here too: the folder is its parent's.
    if os.getpid() == owner:
        shutil.rmtree(folder, ignore_errors=True)


_data = _folder()
os.environ["SPORADES_LOCAL"] = "1"
os.environ["SPORADES_DATA"] = str(_data)
os.environ.setdefault("SPORADES_DATABASE", f"sqlite://{_data}/sporades.sqlite3")
# No antivirus unless a test asks for one: a verdict then stays pending.
os.environ.setdefault("SPORADES_CLAMD", "")

from sporades.config.settings import *  # noqa: E402, F403 - the environment comes first
from sporades.config.settings import DATABASES  # noqa: E402

if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["TEST"] = {"NAME": _data / "test.sqlite3"}
    # Nobody cuts the power of a test: what FULL adds is only the disk's time.
    _options = DATABASES["default"]["OPTIONS"]
    _options["init_command"] = _options["init_command"].replace("synchronous=FULL", "synchronous=OFF")

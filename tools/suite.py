"""Runs the whole suite and closes with one line that says how many tests passed.

Four worlds: the rules alone; what a browser or the checker of HTML sees, on
SQLite; everything else on SQLite, in two runs so that both cores end together;
then on PostgreSQL whatever touches the database, for its locks are real there
and do nothing on SQLite (but what is marked `once`). As many run side by side
as the machine has cores, each with its own folder, servers and database; what
each says is shown when it ends. A run that fails does not hide the others.
"""

import os
import subprocess
import sys
import time
import xml.etree.ElementTree as ET
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
REPORTS = ROOT / "build" / "tests"
PYTEST = [sys.executable, "-m", "pytest", "--quiet", "-p", "no:cacheprovider"]
POSTGRESQL = [sys.executable, "-m", "tests.services.postgresql"]
BUT_THE_RULES = ["--ignore=tests/rules", "--durations=10"]

# The longest first: the shorter ones fill the other core.
RUNS = {
    "pages that are seen": [*PYTEST, *BUT_THE_RULES, "--seen=only"],
    "PostgreSQL": [*POSTGRESQL, *PYTEST, *BUT_THE_RULES],
    "SQLite": [*PYTEST, *BUT_THE_RULES, "--ignore=tests/pages", "--seen=none"],
    "pages on SQLite": [*PYTEST, "tests/pages", "--seen=none"],
    "rules": [*PYTEST, "tests/rules"],
}
# What is killed at every step is forked, and the threads of whoever drew a paper do not survive a fork.
CRASHES = "tests/drills/test_crashes.py"
DRILLS = {
    "crashes on SQLite": [*PYTEST, "--drills", CRASHES],
    "crashes on PostgreSQL": [*POSTGRESQL, *PYTEST, "--drills", CRASHES],
    "drills on SQLite": [*PYTEST, "--drills", f"--ignore={CRASHES}"],
    "drills on PostgreSQL": [*POSTGRESQL, *PYTEST, "--drills", f"--ignore={CRASHES}"],
}
NO_TEST_WAS_CHOSEN = 5


@dataclass
class Total:
    passed: int = 0
    failed: int = 0


def run(name: str, command: list[str], *, may_be_empty: bool) -> bool:
    """Whether the run went well; what it said is shown whole, never between the lines of another."""
    print(f"— {name}: begins", flush=True)
    began = time.monotonic()
    report_of(name).unlink(missing_ok=True)
    ended = subprocess.run(
        [*command, f"--junitxml={report_of(name)}"],
        cwd=ROOT,
        check=False,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    )
    print(f"\n— {name}: {time.monotonic() - began:.0f} s\n{ended.stdout}", flush=True)
    return ended.returncode == 0 or (may_be_empty and ended.returncode == NO_TEST_WAS_CHOSEN)


def report_of(name: str) -> Path:
    return REPORTS / f"{name.replace(' ', '-')}.xml"


def count(report: Path, total: Total) -> None:
    for suite in ET.parse(report).getroot().iter("testsuite"):
        said = {name: int(suite.get(name, 0)) for name in ("tests", "failures", "errors", "skipped")}
        bad = said["failures"] + said["errors"]
        total.failed += bad
        total.passed += said["tests"] - bad - said["skipped"]


def main() -> int:
    drills = "--drills" in sys.argv
    REPORTS.mkdir(parents=True, exist_ok=True)
    runs = DRILLS if drills else RUNS
    # A drill measures: nothing runs beside it.
    with ThreadPoolExecutor(max_workers=1 if drills else os.cpu_count()) as pool:
        started = [pool.submit(run, name, command, may_be_empty=drills) for name, command in runs.items()]
        good = [one.result() for one in as_completed(started)]
    total = Total()
    for report in map(report_of, runs):
        if report.exists():
            count(report, total)
    # A run that broke before it could report must not read as a success.
    total.failed = max(total.failed, good.count(False))
    print(f"\n{total.passed} passed, {total.failed} failed", flush=True)
    return 1 if total.failed else 0


if __name__ == "__main__":
    sys.exit(main())

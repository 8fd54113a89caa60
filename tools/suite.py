"""Runs the whole suite and closes with one line that says how many tests passed.

Three runs, because they need three worlds: the rules alone; everything on
SQLite, in the browser too; then on PostgreSQL whatever touches the database,
for its locks are real there and do nothing on SQLite. A run that fails does
not hide the next one.
"""

import subprocess
import sys
import xml.etree.ElementTree as ET
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
REPORTS = ROOT / "build" / "tests"
PYTEST = [sys.executable, "-m", "pytest", "--quiet"]
POSTGRESQL = [sys.executable, "-m", "tests.services.postgresql"]

RUNS = {
    "rules": [*PYTEST, "tests/rules"],
    "SQLite": [*PYTEST, "--ignore=tests/rules", "--durations=10"],
    "PostgreSQL": [*POSTGRESQL, *PYTEST, "--ignore=tests/rules", "--durations=10"],
}
DRILLS = {
    "drills on SQLite": [*PYTEST, "--drills"],
    "drills on PostgreSQL": [*POSTGRESQL, *PYTEST, "--drills"],
}
NO_TEST_WAS_CHOSEN = 5


@dataclass
class Total:
    passed: int = 0
    failed: int = 0


def run(name: str, command: list[str], total: Total, *, may_be_empty: bool) -> bool:
    """Whether the run went well; its tests are added to the total."""
    print(f"\n— {name}", flush=True)
    report = REPORTS / f"{name.replace(' ', '-')}.xml"
    report.unlink(missing_ok=True)
    code = subprocess.run([*command, f"--junitxml={report}"], cwd=ROOT, check=False).returncode
    if report.exists():
        count(report, total)
    return code == 0 or (may_be_empty and code == NO_TEST_WAS_CHOSEN)


def count(report: Path, total: Total) -> None:
    for suite in ET.parse(report).getroot().iter("testsuite"):
        said = {name: int(suite.get(name, 0)) for name in ("tests", "failures", "errors", "skipped")}
        bad = said["failures"] + said["errors"]
        total.failed += bad
        total.passed += said["tests"] - bad - said["skipped"]


def main() -> int:
    drills = "--drills" in sys.argv
    REPORTS.mkdir(parents=True, exist_ok=True)
    total = Total()
    runs = DRILLS if drills else RUNS
    good = [run(name, command, total, may_be_empty=drills) for name, command in runs.items()]
    # A run that broke before it could report must not read as a success.
    total.failed = max(total.failed, good.count(False))
    print(f"\n{total.passed} passed, {total.failed} failed", flush=True)
    return 1 if total.failed else 0


if __name__ == "__main__":
    sys.exit(main())

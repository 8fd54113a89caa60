"""Is every page that the tests saw valid HTML?

The checker of the W3C starts in seconds and reads a page in milliseconds: the
pages are kept as they were sent, and read once, all together, at the end.
"""

import json
import re
import subprocess
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

JAR = Path(__file__).resolve().parents[1] / "tools/node_modules/vnu-jar/build/dist/vnu.jar"

# Two sights of one page differ by these alone.
TOKENS = re.compile(r'value="[A-Za-z0-9]{64}"|nonce="[^"]*"|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}')


def sight(html: str) -> int:
    """The same for two sights of one page."""
    return hash(TOKENS.sub("", html))


@dataclass
class SeenPages:
    folder: Path
    # The paths at which a browser looked: for the test that no page was forgotten.
    looked_at: set[str] = field(default_factory=set)
    # The sights in which a browser found nothing wrong.
    clean: set[int] = field(default_factory=set)
    _names: dict[str, str] = field(default_factory=dict)
    _known: set[int] = field(default_factory=set)

    def add(self, name: str, html: str) -> None:
        digest = sight(html)
        if digest in self._known:
            return
        self._known.add(digest)
        file = f"{len(self._names):04}.html"
        (self.folder / file).write_text(html, encoding="utf-8")
        self._names[file] = name

    def faults(self) -> list[str]:
        """One line for each thing that the checker says, with the page it is about."""
        if not self._names:
            return []
        if not JAR.exists():
            return ["vnu is not installed: tools/needs vnu"]
        run = subprocess.run(
            ["java", "-jar", str(JAR), "--format", "json", "--stdout", *sorted(self._names)],
            cwd=self.folder,
            capture_output=True,
            text=True,
            check=False,
        )
        if not run.stdout:
            return [f"vnu did not answer: {run.stderr}"]
        return [self._line(message) for message in json.loads(run.stdout)["messages"]]

    def _line(self, message: dict[str, Any]) -> str:
        file = message.get("url", "").rpartition("/")[2]
        where = f"{self._names.get(file, file)}, line {message.get('lastLine', '?')}"
        return f"{where}: {message['message']} {message.get('extract', '').strip()!r}"

"""On which line of a TOML file does a value stand? `tomllib` reads values and forgets where."""

import re

_HEADER = re.compile(r"^\s*(\[\[?)\s*([\w.-]+)\s*\]\]?")
_KEY = re.compile(r"^\s*([\w-]+)\s*=")


class Lines:
    """Finds the line of a key from the name of its table; of the third `[[window]]`: « window.2 »."""

    def __init__(self, text: str) -> None:
        self._found: dict[tuple[str, str], int] = {}
        seen: dict[str, int] = {}
        table = ""
        for number, line in enumerate(text.splitlines(), start=1):
            if header := _HEADER.match(line):
                table = header[2]
                if header[1] == "[[":
                    seen[table] = seen.get(table, -1) + 1
                    table = f"{table}.{seen[table]}"
                self._found.setdefault((table, ""), number)
            elif key := _KEY.match(line):
                self._found.setdefault((table, key[1]), number)

    def of(self, table: str, key: str = "") -> int:
        """The key's line, else its table's, else the first."""
        return self._found.get((table, key)) or self._found.get((table, ""), 1)

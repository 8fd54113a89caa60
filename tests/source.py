"""The text of the project, as the tests of its architecture read it: nothing here is imported or run."""

import ast
import re
import tomllib
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SPORADES = ROOT / "sporades"
GETTEXT = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy"}


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def modules(*, but: Iterable[str] = ()) -> list[Path]:
    """Our modules, without the migrations Django wrote, and without some packages."""
    found = [path for path in SPORADES.rglob("*.py") if "migrations" not in path.parts]
    return sorted(path for path in found if package(path) not in set(but))


def package(path: Path) -> str:
    return path.relative_to(SPORADES).parts[0]


def at(path: Path, line: int | ast.AST) -> str:
    number = line if isinstance(line, int) else getattr(line, "lineno", 0)
    return f"{path.relative_to(ROOT)}:{number}"


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def imported(path: Path) -> Iterator[tuple[str, int]]:
    """Each imported name in full, « django.forms.ModelForm », with its line."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from ((name.name, node.lineno) for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from ((f"{node.module}.{name.name}", node.lineno) for name in node.names)


def translated(path: Path) -> Iterator[ast.Constant]:
    """The strings of a module that are given to gettext."""
    for call in ast.walk(tree(path)):
        if isinstance(call, ast.Call) and dotted(call.func) in GETTEXT:
            for part in (node for given in call.args for node in ast.walk(given)):
                if isinstance(part, ast.Constant) and isinstance(part.value, str):
                    yield part


def dotted(node: ast.expr) -> str:
    """« timezone.now » of a call written so; the last two names at most."""
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value).rpartition('.')[2]}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else ""


def fields(table: ast.ClassDef) -> Iterator[tuple[str, ast.Call]]:
    """The columns and the relations that a class of a table declares."""
    for node in table.body:
        match node:
            case (
                ast.Assign(targets=[ast.Name(id=name)], value=ast.Call() as value)
                | ast.AnnAssign(target=ast.Name(id=name), value=ast.Call() as value)
            ) if dotted(value.func).startswith("models."):
                yield name, value


def orders(node: ast.AST) -> Iterator[ast.Constant]:
    """What rows are sorted by, where this is said: `order_by`, or the `ordering` of a table."""
    said: list[ast.expr] = []
    match node:
        case ast.Call(func=ast.Attribute(attr="order_by"), args=said):
            pass
        case ast.AnnAssign(target=ast.Name(id="ordering"), value=ast.List(elts=said)):
            pass
    yield from (one for one in said if isinstance(one, ast.Constant) and isinstance(one.value, str))


def templates(*endings: str) -> list[Path]:
    return sorted(
        path for folder in SPORADES.rglob("templates") for path in folder.rglob("*") if path.suffix in endings
    )


def name_of(template: Path) -> str:
    """As Django calls it."""
    return template.as_posix().rpartition("/templates/")[2]


def listed(faults: Iterable[str]) -> str:
    return "\n" + "\n".join(faults)


def in_actions(path: Path) -> bool:
    return path.name == "actions.py" or path.parent.name == "actions"


def sentences() -> set[str]:
    wording = tomllib.loads((ROOT / "reference" / "wording.toml").read_text(encoding="utf-8"))
    return {code for value in wording.values() if isinstance(value, dict) for code in value}


def first_string(call: ast.Call) -> list[str]:
    """The code, when it is written there and not computed."""
    written = call.args[:1] + [keyword.value for keyword in call.keywords if keyword.arg == "code"]
    return [node.value for node in written if isinstance(node, ast.Constant) and isinstance(node.value, str)]


def shown_text(template: Path) -> str:
    """A template without its tags and comments, line by line: what is translated stays."""
    text = template.read_text(encoding="utf-8")
    text = re.sub(r"""\{%\s*translate\s+(["'])(.*?)\1[^%]*%\}""", r"\2", text)
    # The first line of a letter is « Objet : », a mark for the one who sends it.
    text = text.removeprefix("Objet : ")
    hidden = r"\{% comment.*?endcomment %\}|\{%.*?%\}|\{#.*?#\}|\{\{.*?\}\}|<[^>]*>"
    return re.sub(hidden, lambda tag: "\n" * tag[0].count("\n"), text, flags=re.DOTALL)


def is_named(template: Path, code: str) -> bool:
    """A page is asked for by its name, a letter by its kind; either may be put together: f"registration_{kind}"."""
    name = name_of(template)
    if "/mails/" in name and "/parts/" not in name:
        name = template.stem
    # In full, or after its folder: PAGES + "home.html".
    parts = name.split("/")
    tails = ["/".join(parts[place:]) for place in range(len(parts))]
    if any(f'"{tail}"' in code or f"'{tail}'" in code for tail in tails):
        return True
    ends = (name.removeprefix(beginning).removesuffix(".html") for beginning in beginnings(name, code))
    return any(f'"{end}"' in code for end in ends)


def beginnings(name: str, code: str) -> set[str]:
    return {said for said in re.findall(r'f"([a-z_/]{5,})\{', code) if name.startswith(said)}

"""Draws docs/lifecycle.md from the table of sporades/rules/lifecycle.py.

    .venv/bin/python tools/draw_lifecycle.py

Only what stands between the two marks is written; the words around it are
people's. A test draws it again and compares.
"""

import ast
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

from sporades.rules import lifecycle
from sporades.rules.lifecycle import LIVE, STEPS, State, Step

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "lifecycle.md"
ACTIONS = ROOT / "sporades" / "registrations" / "actions"
FIRST, LAST = "<!-- drawn: tools/draw_lifecycle.py -->", "<!-- end of what is drawn -->"
# The row is created in its first state: there is no earlier one to take the step from.
WRITTEN_AT_ONCE = {lifecycle.START.name: "drafting"}


def drawn() -> str:
    return "\n\n".join([_states(), _diagram(), _steps()])


def page(text: str) -> str:
    """The page with the drawing in it, whatever stood there before."""
    before, _, rest = text.partition(FIRST)
    _, _, after = rest.partition(LAST)
    return f"{before}{FIRST}\n\n{drawn()}\n\n{LAST}{after}"


def _states() -> str:
    said = tomllib.loads((ROOT / "reference" / "wording.toml").read_text(encoding="utf-8"))["states"]
    rows = [
        f"| `{state}` | {said[f'state_{state}']} | {'yes' if state in LIVE else 'no'} |" for state in State
    ]
    return "\n".join(["| state | as people read it | live |", "| --- | --- | --- |", *rows])


def _diagram() -> str:
    labels: dict[tuple[str, str], list[str]] = {}
    for step in STEPS:
        for source, target in _arrows(step):
            labels.setdefault((source, target), []).append(step.name)
    arrows = {pair: f"{pair[0]} --> {pair[1]}: {', '.join(names)}" for pair, names in labels.items()}
    inside = [f"        {arrow}" for pair, arrow in arrows.items() if LIVE.issuperset(pair)]
    around = [f"    {arrow}" for pair, arrow in arrows.items() if not LIVE.issuperset(pair)]
    return "\n".join(["```mermaid", "stateDiagram-v2", "    state live {", *inside, "    }", *around, "```"])


def _arrows(step: Step) -> Iterator[tuple[str, str]]:
    """Nothing for a step that leaves the state as it is, or that goes back to any state before."""
    if step.target is None:
        return
    if step.sources == LIVE and step.target not in LIVE:
        yield "live", step.target.value
        return
    for source in _sources(step):
        if source != step.target:
            yield source or "[*]", step.target.value


def _sources(step: Step) -> list[str]:
    """In the order of the states, so that the drawing is the same each time."""
    return ([""] if None in step.sources else []) + [state.value for state in State if state in step.sources]


def _steps() -> str:
    where = _carried_out()
    rows = [
        f"| `{step.name}` | {' or '.join(step.who)} | {', '.join(_sources(step)) or '—'} | {_target(step)} |"
        f" {', '.join(f'`{name}`' for name in where.get(step.name, ())) or 'not yet'} |"
        for step in STEPS
    ]
    return "\n".join(
        ["| step | who | from | to | carried out in |", "| --- | --- | --- | --- | --- |", *rows]
    )


def _target(step: Step) -> str:
    if step.returns:
        return "the state before"
    return step.target.value if step.target else "unchanged"


def _carried_out() -> dict[str, list[str]]:
    """For each step, the modules of registrations/actions that take it."""
    names = {constant: step.name for constant, step in vars(lifecycle).items() if isinstance(step, Step)}
    found: dict[str, list[str]] = {step: [module] for step, module in WRITTEN_AT_ONCE.items()}
    for path in sorted(ACTIONS.glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Attribute)
                and ast.unparse(node.value) == "lifecycle"
                and node.attr in names
            ):
                taken = found.setdefault(names[node.attr], [])
                taken.extend([path.stem] if path.stem not in taken else [])
    return found


def main() -> int:
    text = PAGE.read_text(encoding="utf-8")
    if FIRST not in text or LAST not in text:
        print(f"{PAGE.name} has lost its two marks")
        return 1
    PAGE.write_text(page(text), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())

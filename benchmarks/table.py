"""A table of what was measured, in Markdown, with the budget beside it and the verdict."""

from collections.abc import Iterable

from benchmarks.cpu import pace


def verdict(seen: float, budget: float | None) -> str:
    if budget is None:
        return ""
    return "kept" if seen <= budget else f"**missed** (× {seen / budget:.1f})"


def show(title: str, head: Iterable[str], rows: Iterable[Iterable[object]]) -> None:
    head = list(head)
    print(f"\n### {title}\n\nPace: {pace()}.\n")
    print(f"| {' | '.join(head)} |")
    print(f"|{'---|' * len(head)}")
    for row in rows:
        print(f"| {' | '.join(_said(cell) for cell in row)} |", flush=True)


def _said(cell: object) -> str:
    return f"{cell:.1f}" if isinstance(cell, float) else str(cell)

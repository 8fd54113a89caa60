"""How is a curve drawn so that whoever prints it in black, or cannot tell red from green, reads it too?

SVG written here, in one colour: a full line with round marks is now, a broken
one with squares is before, and each says its name at its end. No script, no
style, nothing fetched. What a chart shows is a table of the same page as well:
a chart alone is never the only way to read a figure.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import ceil, log10

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from sporades.rules import french

WIDTH, HEIGHT = 760, 320
LEFT, RIGHT, TOP, BOTTOM = 52, 168, 26, 46
APART = 17  # between two names at the ends of lines
MOST_MARKS = 16  # more of them would hide the line they stand on

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Line:
    """Points from left to right; `past`: the broken line."""

    name: str
    points: Sequence[Point]
    past: bool = False


@dataclass(frozen=True, slots=True)
class Span:
    """What is estimated: between which two, and the likeliest."""

    x: float
    low: float
    likely: float
    high: float
    name: str


@dataclass(frozen=True, slots=True)
class Chart:
    """`ticks` name places of the abscissa, `limit` is a place and what it is; `bars` stand behind the lines."""

    title: str
    lines: Sequence[Line]
    ticks: Sequence[tuple[float, str]]
    limit: tuple[float, str] | None = None
    span: Span | None = None
    bars: Sequence[Point] = ()


def draw(chart: Chart) -> SafeString:
    """The chart as an image with a name; "" if there is nothing to draw."""
    if not any(line.points for line in chart.lines) and not chart.bars:
        return mark_safe("")
    frame = _Frame(chart)
    parts = [
        f'<svg class="chart" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{escape(chart.title)}">',
        *_grid(frame),
        *_ticks(frame),
        *_bars(frame),
        *(part for line in chart.lines for part in _line(frame, line)),
        *_limit(frame),
        *_span(frame),
        *_names(frame),
        "</svg>",
    ]
    # Numbers are ours, and every text was escaped where it was written.
    return mark_safe("".join(parts))  # noqa: S308


def bar(value: float, most: float) -> SafeString:
    """A bar in a cell of a table, beside its number: drawn for the eye alone."""
    width = 100 * value / most if most else 0
    return mark_safe(  # noqa: S308 - a number
        '<svg class="bar" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">'
        f'<rect width="{width:.1f}" height="10" fill="currentColor"/></svg>'
    )


class _Frame:
    """Where a value of the chart stands on the drawing."""

    def __init__(self, chart: Chart) -> None:
        self.chart = chart
        points = [*(point for line in chart.lines for point in line.points), *chart.bars]
        across = [x for x, _ in points] + [x for x, _ in chart.ticks]
        heights = [y for _, y in points] + ([chart.span.high] if chart.span else [])
        self.first, self.last = min(across), max(across)
        self.step = _round_step(max(heights))
        self.top = self.step * max(1, ceil(max(heights) / self.step))

    def x(self, value: float) -> float:
        width = (self.last - self.first) or 1
        return LEFT + (value - self.first) / width * (WIDTH - LEFT - RIGHT)

    def y(self, value: float) -> float:
        return HEIGHT - BOTTOM - value / self.top * (HEIGHT - TOP - BOTTOM)

    def at(self, point: Point) -> str:
        return f"{self.x(point[0]):.1f},{self.y(point[1]):.1f}"


def _round_step(highest: float) -> int:
    """1, 2 or 5 times a power of ten, so that four or five lines cross the chart."""
    rough = max(highest / 4, 1)
    power = 10 ** int(log10(rough))
    return int(next(times * power for times in (1, 2, 5, 10) if times * power >= rough))


def _grid(frame: _Frame) -> Iterator[str]:
    for value in range(0, frame.top + 1, frame.step):
        y = frame.y(value)
        yield f'<path d="M{LEFT} {y:.1f}H{WIDTH - RIGHT}" class="grid"/>'
        yield _text(LEFT - 8, y + 4, french.number(value), "end")


def _ticks(frame: _Frame) -> Iterator[str]:
    for value, name in frame.chart.ticks:
        x, y = frame.x(value), HEIGHT - BOTTOM
        yield f'<path d="M{x:.1f} {y}v5" class="axis"/>'
        for place, line in enumerate(name.split("\n")):
            yield _text(x, y + 19 + 15 * place, line, "middle")


def _bars(frame: _Frame) -> Iterator[str]:
    bars = frame.chart.bars
    width = (WIDTH - LEFT - RIGHT) / max(1, frame.last - frame.first) * 0.62
    for x, value in bars:
        if value:
            top = frame.y(value)
            yield (
                f'<rect x="{frame.x(x) - width / 2:.1f}" y="{top:.1f}" width="{width:.1f}"'
                f' height="{HEIGHT - BOTTOM - top:.1f}" class="now"/>'
            )


def _line(frame: _Frame, line: Line) -> Iterator[str]:
    kind = "past" if line.past else "now"
    path = " ".join(frame.at(point) for point in line.points)
    yield f'<polyline points="{path}" class="line {kind}"/>'
    every = ceil(len(line.points) / MOST_MARKS)
    # Counted from the end: the last point is always marked.
    for point in list(reversed(line.points))[::every]:
        x, y = frame.x(point[0]), frame.y(point[1])
        if line.past:
            yield f'<rect x="{x - 3:.1f}" y="{y - 3:.1f}" width="6" height="6" class="mark past"/>'
        else:
            yield f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.5" class="mark now"/>'


def _limit(frame: _Frame) -> Iterator[str]:
    if frame.chart.limit:
        x = frame.x(frame.chart.limit[0])
        yield f'<path d="M{x:.1f} {TOP - 6}V{HEIGHT - BOTTOM}" class="limit"/>'
        yield _text(x, TOP - 11, frame.chart.limit[1], "middle")


def _span(frame: _Frame) -> Iterator[str]:
    span = frame.chart.span
    if span is None:
        return
    x, low, likely, high = frame.x(span.x), frame.y(span.low), frame.y(span.likely), frame.y(span.high)
    ends = "".join(f"M{x - 7:.1f} {y:.1f}h14" for y in (low, high))
    yield f'<path d="M{x:.1f} {low:.1f}V{high:.1f}{ends}" class="span"/>'
    yield f'<path d="M{x:.1f} {likely - 6:.1f}l6 6l-6 6l-6 -6z" class="mark now"/>'


def _names(frame: _Frame) -> Iterator[str]:
    """Each line named at its end: on the right of the limit each at its own height, before it above the line."""
    wanted = []
    for line in _named(frame):
        x, y = line.points[-1]
        if x < frame.last:
            yield _text(frame.x(x) - 6, frame.y(y) - 11, line.name, "end", strong=True)
        else:
            wanted.append((frame.y(y), line.name))
    span = frame.chart.span
    if span is not None:
        wanted.append((frame.y(span.likely), span.name))
    height = -float(APART)
    for y, name in sorted(wanted):
        height = max(y + 4, height + APART)
        yield _text(frame.x(frame.last) + 12, height, name, "start", strong=True)


def _named(frame: _Frame) -> Iterable[Line]:
    return (line for line in frame.chart.lines if line.points and line.name)


def _text(x: float, y: float, said: str, anchor: str, *, strong: bool = False) -> str:
    weight = ' font-weight="700"' if strong else ""
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"{weight}>{escape(said)}</text>'

"""Where are the frames of a confirmation on this photograph, and is anything written in them?

The code of the page is printed twice, at the top right and beside the frames:
eight corners, and the sheet is known to the millimeter however it was turned,
leaned or cut. What is measured is only whether ink is there, never whose.
"""

import math
from collections.abc import Sequence

from PIL import Image, ImageChops, ImageFilter, ImageStat

from sporades.adapters.sights import Frames

Point = tuple[float, float]
Corners = list[Point]

# In millimeters of the sheet, as pdf_templates/paper.typ prints it.
SHEET = (210.0, 297.0)
TOP_CODE, FRAMES_CODE, CODE = (172.0, 10.0), (18.0, 259.0), 20.0
# Inside the frames, under their labels: the date; then the signature, or its two halves, which are two
# frames when somebody else signs too.
DATE = (43.0, 266.0, 77.0, 277.0)
SIGNATURES = ((83.0, 266.0, 134.0, 277.0), (140.0, 266.0, 191.0, 277.0))
# A corner may be this far from where it should be, as a part of a code's side: a sheet is never quite flat.
_ASTRAY = 0.1

_DOTS = 4  # a millimeter
_DARKER = 0.09  # of the light of the paper around: that is ink, a pencil's too
_FAINTEST = 5
_AROUND = 9  # millimeters, as odd as a median wants it, and less than a frame is high
_LEAST = 150  # points of it: initials have hundreds, a crease or strong grain a few dozen


def frames(page: Image.Image, codes: Sequence[Corners]) -> Frames | None:
    """`codes`: each place where the code of the sheet was seen; None unless they are those of one sheet."""
    if len(codes) != 2:
        return None
    one, other = codes
    (x0, y0), (x1, y1) = one[:2]
    # Along the top edge of a code, the one at the top of the sheet is further to the right.
    ahead = (other[0][0] - x0) * (x1 - x0) + (other[0][1] - y0) * (y1 - y0)
    top, beside = (other, one) if ahead > 0 else (one, other)
    known = [*zip(_square(TOP_CODE), top, strict=True), *zip(_square(FRAMES_CODE), beside, strict=True)]
    place = homography(known)
    if place is None or not _holds(place, known):
        return None
    left, right = (_is_written(page, place, box) for box in SIGNATURES)
    return Frames(_is_written(page, place, DATE), (left, right))


def _holds(place: Sequence[float], known: Sequence[tuple[Point, Point]]) -> bool:
    """Whether each corner is where it should be: two copies of a sheet side by side are no sheet."""
    side = math.dist(known[0][1], known[1][1])
    return all(math.dist(moved(place, here), there) < side * _ASTRAY for here, there in known)


def _square(at: Point) -> list[Point]:
    return _corners((at[0], at[1], at[0] + CODE, at[1] + CODE))


def _corners(box: tuple[float, float, float, float]) -> list[Point]:
    left, top, right, bottom = box
    return [(left, top), (right, top), (right, bottom), (left, bottom)]


def patch(page: Image.Image, place: Sequence[float], box: tuple[float, float, float, float]) -> Image.Image:
    """A part of the sheet, flat and upright, at so many points a millimeter."""
    left, top, right, bottom = box
    a, b, c, d, e, f, g, h = place
    # From the points of the patch to millimeters, then to the photograph.
    step, unit = 1 / _DOTS, g * left + h * top + 1
    rows = ((a, b, a * left + b * top + c), (d, e, d * left + e * top + f), (g, h, 0.0))
    across, down, depth = ((x * step / unit, y * step / unit, z / unit) for x, y, z in rows)
    data = (*across, *down, *depth[:2])
    size = (round((right - left) * _DOTS), round((bottom - top) * _DOTS))
    return page.transform(size, Image.Transform.PERSPECTIVE, data, Image.Resampling.BILINEAR)


def _is_written(page: Image.Image, place: Sequence[float], box: tuple[float, float, float, float]) -> bool:
    return amount(patch(page, place, box)) >= _LEAST


def amount(flat: Image.Image) -> int:
    """How many points are darker than the paper around them, or lighter."""
    calm = flat.filter(ImageFilter.MedianFilter(3)).filter(ImageFilter.BoxBlur(1))
    small = calm.reduce(_DOTS).filter(ImageFilter.MedianFilter(_AROUND))
    around = small.resize(calm.size, Image.Resampling.BILINEAR)
    step = max(_FAINTEST, round(ImageStat.Stat(around).median[0] * _DARKER))
    apart = (ImageChops.subtract(around, calm), ImageChops.subtract(calm, around))
    # Ink lightens nothing: grain and the edge of a shadow do, and may hide it. In doubt there is ink.
    return max(sum(difference.histogram()[step:]) for difference in apart)


def homography(pairs: Sequence[tuple[Point, Point]]) -> tuple[float, ...] | None:
    """The eight numbers that carry each first point as near its second as can be; None if nothing does."""
    rows: list[list[float]] = []
    for (x, y), (u, v) in pairs:
        rows.append([x, y, 1, 0, 0, 0, -u * x, -u * y, u])
        rows.append([0, 0, 0, x, y, 1, -v * x, -v * y, v])
    # Least squares, by the normal equations.
    square = [[sum(row[i] * row[j] for row in rows) for j in range(9)] for i in range(8)]
    return _solved(square)


def _solved(rows: list[list[float]]) -> tuple[float, ...] | None:
    size = len(rows)
    for i in range(size):
        pivot = max(range(i, size), key=lambda row: abs(rows[row][i]))
        rows[i], rows[pivot] = rows[pivot], rows[i]
        if abs(rows[i][i]) < 1e-12:
            return None
        for j in range(size):
            if j != i:
                share = rows[j][i] / rows[i][i]
                rows[j] = [a - share * b for a, b in zip(rows[j], rows[i], strict=True)]
    return tuple(row[-1] / row[i] for i, row in enumerate(rows))


def moved(place: Sequence[float], point: Point) -> Point:
    a, b, c, d, e, f, g, h = place
    x, y = point
    w = g * x + h * y + 1
    return (a * x + b * y + c) / w, (d * x + e * y + f) / w

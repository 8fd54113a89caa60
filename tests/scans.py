"""How does a signed confirmation come back? Scanned, photographed on a table, in the rain: every bad way, by seed.

The sheets are ours, as they are issued, and signed here with drawn ink. They are made in shades of gray, as the
reader sees them: a warm light is a darker one. The same seed gives the same bytes.
"""

import math
import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from io import BytesIO
from uuid import NAMESPACE_OID, uuid5

import pypdfium2
from PIL import Image, ImageChops, ImageDraw, ImageEnhance, ImageFilter, ImageFont

from sporades.adapters import codes, ink, pdf
from tests.adapters import papers

MINE, OTHERS = papers.NUMBER, "NCE25-000777"
CURRENT, OLDER = 3, 2
AT = datetime(2024, 11, 5, 8, 12, tzinfo=UTC)
DOTS = 200 / 25.4  # a millimeter, on the sheet before it is photographed
SHEET = (round(ink.SHEET[0] * DOTS), round(ink.SHEET[1] * DOTS))
INKS = (
    "#1d2f7a",
    "#23479e",
    "#15161a",
    "#2b2b33",
    "#4a5db0",
    "#6f8fd0",
    "#77777f",
)  # pens, a pale one, a pencil


@dataclass(frozen=True, slots=True)
class Grade:
    """How it was taken; a pair is between the first and the second."""

    dpi: tuple[int, int]
    skew: float = 0
    lean: float = 0  # perspective, as a part of the sheet
    fills: tuple[float, float] = (1, 1)  # how much of the picture the sheet takes
    turns: bool = False
    shade: float = 0
    folds: int = 0
    blur: tuple[float, float] = (0, 0)
    grain: float = 0
    jpeg: tuple[int, int] = (85, 95)
    light: tuple[float, float] = (1, 1)
    cut: float = 0  # of the sheet, out of the picture


GRADES = {
    "scanner": Grade((100, 300), skew=2, turns=True, grain=3, jpeg=(70, 95)),
    "careful": Grade(
        (150, 220), skew=5, lean=0.04, fills=(0.85, 0.97), shade=0.25, grain=6, jpeg=(70, 90), blur=(0, 0.6),
        light=(0.8, 1),
    ),
    "table": Grade(
        (130, 200), skew=12, lean=0.1, fills=(0.6, 0.85), turns=True, shade=0.4, folds=1, grain=8, jpeg=(60, 85),
        blur=(0.3, 0.9), light=(0.6, 1),
    ),
    "hurried": Grade(
        (120, 170), skew=12, lean=0.16, fills=(0.7, 0.95), turns=True, shade=0.55, folds=2, grain=12, jpeg=(40, 70),
        blur=(0.6, 1.3), light=(0.45, 0.9),
    ),
    "poor": Grade(
        (100, 110), skew=12, lean=0.1, fills=(0.85, 1), turns=True, shade=0.55, folds=2, grain=16, jpeg=(30, 50),
        blur=(0.6, 1.2), light=(0.35, 0.8),
    ),
    "cut": Grade(
        (130, 200), skew=8, lean=0.06, fills=(0.95, 1.05), turns=True, shade=0.4, folds=2, grain=8, jpeg=(55, 85),
        blur=(0.2, 0.9), light=(0.6, 1), cut=0.14,
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Paper:
    """A sheet of a confirmation, or of another paper if it has no page."""

    number: str = MINE
    version: int = CURRENT
    page: int = 1
    pages: int = 1
    signed: bool = False
    dated: bool = False
    minor: bool = False

    @property
    def has_frames(self) -> bool:
        return self.page == self.pages

    @property
    def code(self) -> str:
        return _codes(self.number, self.version)[self.page - 1]


def _codes(number: str, version: int) -> list[str]:
    return codes.for_pages(uuid5(NAMESPACE_OID, f"{number} {version}"))


@dataclass(slots=True)
class Deposit:
    """Photographs, in the order in which they are given, and what is on each."""

    pictures: list[bytes] = field(default_factory=list)
    sheets: list[tuple[Paper, ...]] = field(default_factory=list)


def deposit(grade: str, seed: int) -> Deposit:
    """What somebody gives at once."""
    dice = random.Random(f"{grade} {seed}")
    made = Deposit()
    for sheets in dice.choices(*zip(*_KINDS, strict=True))[0](dice):
        made.sheets.append(sheets)
        made.pictures.append(photographed([signed(paper, dice) for paper in sheets], GRADES[grade], dice))
    return made


def _one(dice: random.Random, **what: object) -> Paper:
    signed = dice.random() < 0.65
    dated = signed if dice.random() < 0.8 else not signed
    return Paper(signed=signed, dated=dated, minor=dice.random() < 0.2, **what)  # type: ignore[arg-type]


def _two(dice: random.Random, **what: object) -> list[tuple[Paper, ...]]:
    last = _one(dice, page=2, pages=2, **what)
    both = [(Paper(page=1, pages=2, minor=last.minor, **what),), (last,)]  # type: ignore[arg-type]
    # Who gives the pages in disorder has given them all the same.
    return both if dice.random() < 0.6 else both[::-1]


_KINDS = [
    (lambda dice: [(_one(dice),)], 50),
    (_two, 15),
    (lambda dice: [dice.choice(_two(dice))], 6),
    (lambda dice: [(_one(dice, version=OLDER),)], 6),
    (lambda dice: [(_one(dice, number=OTHERS, version=1),)], 5),
    (lambda dice: [(_one(dice),), (_one(dice, number=OTHERS, version=1),)], 4),
    (lambda dice: [(_one(dice, version=OLDER),), (_one(dice),)], 4),
    (lambda dice: [tuple(sheet for (sheet,) in _two(dice))], 5),
    (lambda dice: [(Paper(page=0),)], 5),
]


# ── The sheet ────────────────────────────────────────────────────────────────
def drawn(content: bytes, page: int = 0) -> Image.Image:
    """A page of a PDF, as it comes out of a printer."""
    with pypdfium2.PdfDocument(content) as document:
        sheet: Image.Image = document[page].render(scale=DOTS * 25.4 / 72, grayscale=True).to_pil()
        return sheet.convert("L").resize(SHEET)


def write_on(sheet: Image.Image, dice: random.Random, *, dated: bool, signed: int) -> Image.Image:
    """Ink in the frames: a date, and so many signatures."""
    pen = ImageDraw.Draw(sheet)
    color, width = dice.choice(INKS), round(dice.uniform(0.35, 0.7) * DOTS)
    if dated:
        _write_date(pen, dice, color)
    for left, _, right, _ in ink.SIGNATURES[:signed]:
        _scribble(pen, dice, (left, right), color, width)
    return sheet


@cache
def _printed(number: str, version: int, pages: int, page: int, *, minor: bool) -> Image.Image:
    if not page:
        return drawn(pdf.render("receipt", papers.receipt() | {"codes": []}, title="Récépissé", at=AT))
    asked = (papers.longest if pages == 2 else papers.confirmation)()
    asked |= {"number": number, "version": str(version), "codes": _codes(number, version)}
    frames = ["Date", "Signature du candidat", "Signature du représentant légal"]
    asked["signatures"] = frames[: 3 if minor else 2]
    return drawn(pdf.render("confirmation", asked, title="Confirmation", at=AT), page - 1)


def signed(paper: Paper, dice: random.Random) -> Image.Image:
    sheet = _printed(paper.number, paper.version, paper.pages, paper.page, minor=paper.minor).copy()
    if not paper.page or not paper.has_frames:
        return sheet
    return write_on(sheet, dice, dated=paper.dated, signed=(1 + paper.minor) * paper.signed)


def _write_date(pen: ImageDraw.ImageDraw, dice: random.Random, color: str) -> None:
    font = ImageFont.truetype(str(pdf.FONTS / "NotoSans-Regular.ttf"), dice.uniform(4, 6) * DOTS)
    said = dice.choice(["5/11/24", "le 5 nov. 2024", "05.11.2024", "6 novembre"])
    pen.text((dice.uniform(43, 46) * DOTS, dice.uniform(267, 271) * DOTS), said, font=font, fill=color)


def _scribble(
    pen: ImageDraw.ImageDraw, dice: random.Random, across: tuple[float, float], color: str, width: int
) -> None:
    """A few loops of a pen, from a small initial to a flourish."""
    x, y = dice.uniform(across[0] + 3, across[0] + 20), dice.uniform(269, 274)
    tall, wide = dice.uniform(2, 6), dice.uniform(8, 28)
    beats = [dice.uniform(0.4, 1) for _ in range(dice.randint(4, 9))]
    points = []
    for step in range(120):
        t = step / 119
        beat = beats[int(t * (len(beats) - 1))]
        turn = t * math.pi * 2 * len(beats)
        points.append(
            ((x + wide * t + 1.5 * math.cos(turn)) * DOTS, (y + tall * beat * math.sin(turn)) * DOTS)
        )
    pen.line(points, fill=color, width=width, joint="curve")


# ── The photograph ───────────────────────────────────────────────────────────
def photographed(
    sheets: Sequence[Image.Image], grade: Grade, dice: random.Random, *, turn: int | None = None
) -> bytes:
    """One picture of one sheet, or of several side by side; `turn`: so many degrees, instead of by lot."""
    dots = dice.uniform(*grade.dpi) / 25.4 / (1 if len(sheets) == 1 else 1.35)
    fills = dice.uniform(*grade.fills)
    if turn is None:
        turn = dice.choice((0, 0, 90, 180, 270)) if grade.turns else 0
    tilt = math.radians(turn + dice.uniform(-grade.skew, grade.skew))
    wide, high = ink.SHEET[0] * dots * len(sheets), ink.SHEET[1] * dots
    across, down = (high, wide) if turn % 180 else (wide, high)
    size = (round(across / fills), round(down / fills))
    picture = _table(size, dice) if fills < 1 or grade.skew > 3 else Image.new("L", size, 244)
    for place, sheet in enumerate(sheets):
        corners = _corners(place - (len(sheets) - 1) / 2, dots, grade, dice)
        _lay(picture, _creased(sheet, grade, dice), [_turned(corner, tilt) for corner in corners])
    return _developed(picture, grade, dice)


def _table(size: tuple[int, int], dice: random.Random) -> Image.Image:
    color = dice.choice(["#6b4a2f", "#3a3d42", "#b99b74", "#d8d4cc", "#20242a"])
    grain = _tile().resize(size).point(lambda light: 150 + light // 3)
    return ImageChops.multiply(Image.new("L", size, color), grain)


def _creased(sheet: Image.Image, grade: Grade, dice: random.Random) -> Image.Image:
    """Folded in two or in four, and opened again."""
    for _ in range(dice.randint(0, grade.folds)):
        upright = dice.random() < 0.4
        length = sheet.width if upright else sheet.height
        at = round(length * dice.choice((1 / 3, 1 / 2, 2 / 3)) + dice.uniform(-20, 20))
        strip, deep = round(dice.uniform(8, 40)), dice.uniform(0.5, 0.85)
        ramp = Image.linear_gradient("L").point(lambda light, deep=deep: int(255 * deep + light * (1 - deep)))
        size = (strip, sheet.height) if upright else (sheet.width, strip)
        shadow = (ramp.rotate(90) if upright else ramp).resize(size)
        box = (at, 0, at + strip, sheet.height) if upright else (0, at, sheet.width, at + strip)
        sheet.paste(ImageChops.multiply(sheet.crop(box), shadow), box)
    return sheet


def _corners(place: float, dots: float, grade: Grade, dice: random.Random) -> list[ink.Point]:
    """Of the sheet, leaned and moved as the grade says, from the middle of the picture."""
    away = [dice.uniform(-grade.cut, grade.cut) * side * dots for side in ink.SHEET]
    corners = []
    for x, y in ((-0.5, -0.5), (0.5, -0.5), (0.5, 0.5), (-0.5, 0.5)):
        across = (x * (1 - dice.uniform(0, grade.lean)) + place) * ink.SHEET[0] * dots
        down = y * (1 - dice.uniform(0, grade.lean)) * ink.SHEET[1] * dots
        corners.append((across + away[0], down + away[1]))
    return corners


def _turned(point: ink.Point, tilt: float) -> ink.Point:
    (x, y), cos, sin = point, math.cos(tilt), math.sin(tilt)
    return x * cos - y * sin, x * sin + y * cos


def _lay(picture: Image.Image, sheet: Image.Image, corners: Sequence[ink.Point]) -> None:
    there = [(x + picture.width / 2, y + picture.height / 2) for x, y in corners]
    flat = [(0, 0), (sheet.width, 0), (sheet.width, sheet.height), (0, sheet.height)]
    back = ink.homography(list(zip(there, flat, strict=True)))
    how = (picture.size, Image.Transform.PERSPECTIVE, back, Image.Resampling.BILINEAR)
    picture.paste(sheet.transform(*how), (0, 0), Image.new("L", sheet.size, 255).transform(*how))


def _developed(picture: Image.Image, grade: Grade, dice: random.Random) -> bytes:
    """Light, shadow, lens, sensor, and the file that a telephone keeps."""
    shade = Image.linear_gradient("L").rotate(dice.choice((0, 90, 180, 270))).resize(picture.size)
    deep = dice.uniform(0, grade.shade)
    shade = shade.point(lambda light: int(255 * (1 - deep) + light * deep))
    if grade.shade > 0.3 and dice.random() < 0.5:
        shade = ImageChops.multiply(shade, _hand(picture.size, dice))
    seen = ImageChops.multiply(picture, shade)
    seen = ImageEnhance.Brightness(seen).enhance(dice.uniform(*grade.light))
    seen = seen.filter(ImageFilter.GaussianBlur(dice.uniform(*grade.blur)))
    seen = _grained(seen, dice.uniform(0, grade.grain), dice)
    held = BytesIO()
    seen.save(held, "JPEG", quality=dice.randint(*grade.jpeg))
    return held.getvalue()


def _hand(size: tuple[int, int], dice: random.Random) -> Image.Image:
    """The shadow of who holds the telephone."""
    small = Image.new("L", (64, 64), 255)
    x, y, wide = dice.randint(0, 64), dice.randint(0, 64), dice.randint(15, 40)
    ImageDraw.Draw(small).ellipse((x - wide, y - wide, x + wide, y + wide), fill=dice.randint(110, 190))
    return small.filter(ImageFilter.GaussianBlur(dice.uniform(1, 4))).resize(size, Image.Resampling.BICUBIC)


def _grained(seen: Image.Image, strength: float, dice: random.Random) -> Image.Image:
    # Pillow throws its own dice: a tile of ours is shifted instead, so that a seed is a picture.
    grain = _tile().point(lambda light: int(128 + (light - 128) * strength / 32))
    whole = Image.new("L", seen.size)
    left, top = dice.randrange(512), dice.randrange(512)
    for x in range(-left, seen.width, 512):
        for y in range(-top, seen.height, 512):
            whole.paste(grain, (x, y))
    return ImageChops.add(seen, whole, scale=1, offset=-128)


@cache
def _tile() -> Image.Image:
    dice = random.Random(20261130)
    values = bytes(min(255, max(0, round(dice.gauss(128, 32)))) for _ in range(512 * 512))
    return Image.frombytes("L", (512, 512), values)

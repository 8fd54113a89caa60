"""What do the cast's documents look like? Papers as they are photographed, each marked as a specimen.

A blank of each sort is drawn once; the name of who bears it is written on a
copy. Nobody could take one for a real document, and an officer can check it.
"""

import math
from dataclasses import dataclass
from functools import cache
from io import BytesIO

from PIL import Image, ImageDraw, ImageFont

from sporades.adapters import pages, pdf

PAGE = (992, 1403)  # A4, 120 points an inch
CARD = (150, 210, 842, 700)
INK, FAINT, BLUE = "#1b2733", "#8a94a0", "#1d2f7a"
DESK, PAPER = "#b9a88f", "#fbfaf6"


@dataclass(frozen=True, slots=True)
class Bearer:
    """Whose paper it is, as it says."""

    birth_name: str
    given_names: str
    born: str
    birth_place: str


def specimen(kind: str, title: str, bearer: Bearer) -> bytes:
    """The paper that proves such a piece."""
    draw = {"identity": _identity, "acquis_proof": _marks}.get(kind, _certificate)
    return _photograph(_stamped(draw(title, bearer)))


def issued(title: str, bearer: Bearer) -> bytes:
    """A paper that the office has printed for somebody, as a PDF."""
    held = BytesIO()
    _stamped(_certificate(title, bearer)).convert("RGB").save(held, "PDF", resolution=120)
    return held.getvalue()


def _identity(_title: str, bearer: Bearer) -> Image.Image:
    sheet = _blank_card().copy()
    ink = ImageDraw.Draw(sheet)
    said = (
        ("Nom", bearer.birth_name.upper()),
        ("Prénoms", bearer.given_names),
        ("Né(e) le", bearer.born),
        ("À", bearer.birth_place),
    )
    for line, (label, value) in enumerate(said):
        ink.text((390, 300 + line * 76), label, font=_font(17), fill=FAINT)
        ink.text((390, 321 + line * 76), value, font=_font(29, bold=True), fill=INK)
    return sheet


def _certificate(title: str, bearer: Bearer) -> Image.Image:
    sheet = _blank_letter().copy()
    ink = ImageDraw.Draw(sheet)
    ink.multiline_text(
        (110, 300), "\n".join(_lines(title, 42)), font=_font(34, bold=True), fill=INK, spacing=8
    )
    said = f"{bearer.given_names} {bearer.birth_name}, né(e) le {bearer.born} à {bearer.birth_place}"
    ink.text((110, 480), "Délivré à :", font=_font(24), fill=INK)
    ink.multiline_text(
        (110, 520), "\n".join(_lines(said, 52)), font=_font(26, bold=True), fill=INK, spacing=8
    )
    return sheet


def _marks(title: str, bearer: Bearer) -> Image.Image:
    sheet = _certificate(title, bearer)
    ink = ImageDraw.Draw(sheet)
    ink.rectangle((100, 630, 890, 1010), fill=PAPER)
    for line in range(7):
        y = 640 + line * 52
        ink.line((110, y + 46, 880, y + 46), fill="#c9d0d6", width=2)
        ink.rectangle((120, y + 14, 430 + (line * 83) % 220, y + 24), fill="#d7dce2")
        mark = f"{9 + (line * 7) % 9},{(line * 5) % 10}0"
        ink.text((800, y + 6), mark, font=_font(24), fill=INK, anchor="ra")
    return sheet


@cache
def _blank_card() -> Image.Image:
    """A card on a desk: its fine lines, a silhouette, the two lines that machines read."""
    sheet = Image.new("RGB", PAGE, DESK)
    ink = ImageDraw.Draw(sheet)
    ink.rounded_rectangle(CARD, radius=22, fill="#e8f0ee", outline="#9fb3b0", width=3)
    for wave in range(18):
        points = [(x, 240 + wave * 25 + 9 * math.sin(x / 34 + wave)) for x in range(170, 824, 6)]
        ink.line(points, fill="#cfe0dc", width=2)
    ink.text((180, 228), "CARTE D’IDENTITÉ", font=_font(27, bold=True), fill="#2c5a66")
    ink.rectangle((180, 290, 360, 520), fill="#d3dcdd")
    ink.ellipse((227, 325, 313, 425), fill="#8f9ba1")
    ink.pieslice((193, 432, 347, 620), 180, 360, fill="#8f9ba1")
    ink.rectangle((180, 520, 360, 526), fill="#e8f0ee")
    for line in range(2):
        ink.text((180, 618 + line * 34), "SPECIMEN<<<<DEMONSTRATION<<<<<<<<<", font=_font(24), fill="#55636b")
    return sheet


@cache
def _blank_letter() -> Image.Image:
    """A sheet with its letterhead, lines of text, a signature and a round stamp."""
    sheet = Image.new("RGB", PAGE, PAPER)
    ink = ImageDraw.Draw(sheet)
    ink.rectangle((110, 110, 170, 170), fill="#2c5a66")
    ink.text((190, 112), "ORGANISME DE DÉMONSTRATION", font=_font(23, bold=True), fill="#2c5a66")
    ink.text((190, 144), "1 quai des Îles, 06000 Nice", font=_font(19), fill=FAINT)
    for line in range(9):
        width = 760 - (line * 137) % 260
        ink.rectangle((110, 650 + line * 40, 110 + width, 660 + line * 40), fill="#d7dce2")
    ink.text((560, 1060), "Fait à Nice, le 1er octobre 2024", font=_font(22), fill=INK)
    ink.ellipse((590, 1120, 760, 1290), outline="#6a78b8", width=5)
    ink.ellipse((612, 1142, 738, 1268), outline="#6a78b8", width=2)
    ink.line(_scribble(640, 1215), fill=BLUE, width=4, joint="curve")
    return sheet


@cache
def _stamp() -> Image.Image:
    """« SPÉCIMEN », across the page."""
    stamp = Image.new("RGBA", PAGE, (0, 0, 0, 0))
    ink = ImageDraw.Draw(stamp)
    ink.text((500, 760), "SPÉCIMEN", font=_font(150, bold=True), fill=(163, 32, 26, 70), anchor="mm")
    return stamp.rotate(28, center=(500, 700))


def _stamped(sheet: Image.Image) -> Image.Image:
    sheet.paste(_stamp(), mask=_stamp())
    return sheet


def signed(confirmation: bytes, on: str, *, twice: bool) -> bytes:
    """The confirmation printed, signed in its frames, by two if it must, and photographed a little askew."""
    sheet = next(iter(pages.drawn(confirmation, at_most=1, dpi=120))).convert("RGB")
    ink = ImageDraw.Draw(sheet)
    width, height = sheet.size
    y = int(height * 0.92)
    for x in (0.43, 0.7) if twice else (0.43,):
        ink.line(_scribble(int(width * x), y), fill=BLUE, width=4, joint="curve")
    ink.text((int(width * 0.215), y - 25), on, font=_font(28), fill=BLUE)
    return _photograph(sheet.rotate(0.8, fillcolor="#e9e6df", resample=Image.Resampling.BICUBIC))


def _scribble(x: int, y: int) -> list[tuple[int, int]]:
    return [(x + step * 9, y - (step * 37 % 61) + (step * 13 % 29)) for step in range(22)]


def _lines(said: str, width: int) -> list[str]:
    """The words of a sentence, in lines that fit."""
    lines = [""]
    for word in said.split():
        if len(lines[-1]) + len(word) > width:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


@cache
def _font(size: int, *, bold: bool = False) -> ImageFont.FreeTypeFont:
    """The face of our papers, which has every letter of every name."""
    name = "NotoSans-Bold.ttf" if bold else "NotoSans-Regular.ttf"
    return ImageFont.truetype(pdf.FONTS / name, size)


def _photograph(sheet: Image.Image) -> bytes:
    held = BytesIO()
    sheet.save(held, "JPEG", quality=70)
    return held.getvalue()

"""What do the cast's documents look like? Pages that say they are specimens, and a confirmation signed by hand."""

from functools import cache
from io import BytesIO

from PIL import Image, ImageDraw, ImageFont

from sporades.adapters import pages

A4 = (1240, 1754)  # 150 points an inch


def specimen(title: str, name: str) -> bytes:
    """A page that nobody could take for a real document."""
    sheet = Image.new("RGB", A4, "#fbfaf6")
    draw = ImageDraw.Draw(sheet)
    draw.rectangle((70, 70, A4[0] - 70, A4[1] - 70), outline="#8a94a0", width=3)
    draw.multiline_text((130, 160), title, font=ImageFont.load_default(44), fill="#1b2733")
    draw.text((130, 260), name, font=ImageFont.load_default(36), fill="#1b2733")
    for line in range(18):
        width = 880 - (line * 137) % 300
        draw.rectangle((130, 400 + line * 48, 130 + width, 412 + line * 48), fill="#d7dce2")
    sheet.paste(_stamp(), mask=_stamp())
    return _photograph(sheet)


@cache
def _stamp() -> Image.Image:
    """« SPÉCIMEN », across the page."""
    stamp = Image.new("RGBA", A4, (0, 0, 0, 0))
    ImageDraw.Draw(stamp).text(
        (180, 900), "SPÉCIMEN", font=ImageFont.load_default(190), fill=(163, 32, 26, 90)
    )
    return stamp.rotate(28, center=(620, 900))


def signed(confirmation: bytes) -> bytes:
    """The confirmation printed, signed in its frames, and photographed a little askew."""
    sheet = next(iter(pages.drawn(confirmation, at_most=1, dpi=150))).convert("RGB")
    draw = ImageDraw.Draw(sheet)
    width, height = sheet.size
    x, y = int(width * 0.45), int(height * 0.88)
    stroke = [(x + step * 9, y - (step * 37 % 61) + (step * 13 % 29)) for step in range(26)]
    draw.line(stroke, fill="#1d2f7a", width=4, joint="curve")
    draw.text((int(width * 0.12), y - 30), "05/11/2024", font=ImageFont.load_default(34), fill="#1d2f7a")
    return _photograph(sheet.rotate(0.8, fillcolor="#e9e6df", resample=Image.Resampling.BICUBIC))


def _photograph(sheet: Image.Image) -> bytes:
    held = BytesIO()
    sheet.save(held, "JPEG", quality=72)
    return held.getvalue()

"""How sharp are the strokes on a page? Measured on what is drawn of it, by its edges alone.

The steepest step beside each stroke, as a share of how dark the stroke is: one
third or more where it was in focus, whatever the light, the paper or the pen.
"""

from statistics import median

from PIL import Image, ImageChops, ImageFilter

_FEW = 30  # tiles with strokes: fewer say nothing of a page
_FAINT = 30  # of 255: what is lighter is the grain of a camera, or a shade
_SIDES = (3, 5)  # a tile is three points of five, as high as small print at 150 points an inch


def steepness(page: Image.Image) -> float | None:
    """The share, from 0 to 1, in the middle of all strokes; None of a page that has hardly any."""
    calm = page.filter(ImageFilter.MedianFilter(3))
    steps = ImageChops.lighter(_step(calm, 1, 0), _step(calm, 0, 1))
    darkest = _most(ImageChops.invert(calm))
    lightest = _most(calm)
    contrasts = ImageChops.subtract(lightest, ImageChops.invert(darkest))
    pairs = list(zip(_inside(_most(steps)), _inside(contrasts), strict=True))
    strongest = sorted(contrast for _, contrast in pairs)[int(len(pairs) * 0.98)] if pairs else 0
    least = max(_FAINT, strongest / 2)
    shares = [step / contrast for step, contrast in pairs if contrast >= least]
    return median(shares) if len(shares) >= _FEW else None


def _step(page: Image.Image, right: int, down: int) -> Image.Image:
    return ImageChops.difference(page, ImageChops.offset(page, right, down))


def _most(page: Image.Image) -> Image.Image:
    """The largest value of each tile."""
    for side in _SIDES:
        width, height = max(page.width // side, 1), max(page.height // side, 1)
        held = page.filter(ImageFilter.MaxFilter(side))
        page = held.crop((0, 0, width * side, height * side)).resize(
            (width, height), Image.Resampling.NEAREST
        )
    return page


def _inside(tiles: Image.Image) -> list[int]:
    """All but those of the border, where a step goes from one edge of the page to the other."""
    return list(tiles.crop((1, 1, max(tiles.width - 1, 1), max(tiles.height - 1, 1))).tobytes())

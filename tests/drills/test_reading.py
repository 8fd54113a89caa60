"""Hours of a hostile candidate in minutes: whatever is sent, it is read or refused, cheaply, and the next one too."""

import random
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sporades.adapters import disguises, media, names
from sporades.adapters.decoding.framing import Message
from sporades.adapters.decoding.nursing import Nurse
from sporades.adapters.media import Unreadable
from sporades.reference.load import reference
from tests.corpus import ALL, HONEST
from tests.corpus.pdfs import drawing, page, raw, stream, zeros
from tests.corpus.pictures import photo, png_of

pytestmark = pytest.mark.drill

SECONDS, MEGABYTES = 5, 300
FILES = 1_500


@pytest.fixture(scope="module")
def nurse():
    started = Nurse("tests.adapters.hostile_nursery")
    yield started
    started.stop()


def cost_of(nurse: Nurse, content: bytes, filename: str) -> tuple[str, float, int]:
    """What is said of a file, in how many seconds of processor, with how many megabytes."""
    try:
        said = nurse.ask("measured", Message({"filename": filename}, (content,))).said
    except Unreadable as refusal:
        # It was ended by its limits, which bound what it cost.
        return refusal.code, 0, 0
    return said["answer"].get("refused", "read"), said["seconds"], said["megabytes"]


ONE, PAGES = b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
PACKED = b"/Type /ObjStm /N 1 /First 4 /Filter /FlateDecode"
DEFLATED = b"/FlateDecode "
# What is too long to make each time.
BOMBS = {
    "500-megabytes.pdf": lambda: drawing(zeros(500), b"/Filter /FlateDecode"),
    "500-megabytes-thrice.pdf": lambda: drawing(zeros(500, 3), b"/Filter [%b]" % (DEFLATED * 3)),
    "objects-of-a-gigabyte.pdf": lambda: raw([ONE, PAGES, page(), stream(zeros(1000), PACKED)]),
    "a-million-arrays.pdf": lambda: raw([ONE, PAGES, page(Deep=b"[" * 1_000_000 + b"]" * 1_000_000)]),
    "fifty-million-points.png": lambda: png_of(7_000, 7_000, lines=7_000),
    "ten-megabytes-of-nothing.pdf": lambda: b"%PDF-1.7\n" + bytes(media.MAX_BYTES - 100) + b"%%EOF",
    "ten-megabytes-of-objects.pdf": lambda: raw([ONE, PAGES, page(), *[b"<< /A [1 2 3] >>"] * 150_000]),
    "ten-megabytes-behind.jpg": lambda: photo() + bytes(media.MAX_BYTES - 20_000),
    "a-hundred-million-points.jpg": lambda: photo(size=(10_000, 10_000), progressive=True),
    "forty-million-points.png": lambda: photo("PNG", size=(6_400, 6_400), mode="RGBA"),
}


def test_no_file_of_the_corpus_costs_more_than_five_seconds_or_300_megabytes(nurse):
    costs = {str(entry): cost_of(nurse, entry.make(), entry.filename) for entry in ALL}

    dear = {name: cost for name, cost in costs.items() if cost[1] > SECONDS or cost[2] > MEGABYTES}
    assert not dear


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_read_or_refused_within_the_limits(nurse, name):
    said, seconds, megabytes = cost_of(nurse, BOMBS[name](), name)

    assert said in {"read", "inflating", "too_heavy", "tangled", "damaged"}
    assert seconds <= 10
    # The limits are 512 megabytes beside what the decoders take themselves.
    assert megabytes < 600
    assert cost_of(nurse, photo(), "photo.jpg")[0] == "read"


SPLINTERS = [b"<<", b">>", b"[", b"\xff" * 4, b"0 R", b"99999999999", b"\0" * 8]
MUTATIONS = [
    lambda dice, piece: dice.randbytes(1) + piece[1:],
    lambda dice, piece: dice.randbytes(len(piece)),
    lambda dice, piece: b"",
    lambda dice, piece: piece * dice.randint(2, 50),
    lambda dice, piece: dice.choice(SPLINTERS) + piece,
]


def mutated(dice: random.Random) -> tuple[bytes, str]:
    """A file of the corpus after an accident, or a dozen."""
    entry = dice.choice(HONEST)
    content = bytearray(entry.make())
    for _ in range(dice.randint(1, 12)):
        place, length = dice.randrange(len(content) + 1), dice.randint(1, 40)
        content[place : place + length] = dice.choice(MUTATIONS)(dice, content[place : place + length])
    return bytes(content), entry.filename


def test_mutated_files_neither_kill_nor_swell_nor_slow_what_reads_them(nurse):
    dice = random.Random(20261130)
    cost_of(nurse, photo(), "photo.jpg")
    nursery, before = nurse._process.pid, resident(nurse)
    known = {code for entry in ALL for code in entry.codes} | {"read", "too_large"}

    for number in range(FILES):
        content, filename = mutated(dice)
        said, seconds, megabytes = cost_of(nurse, content, filename)
        assert said in known, number
        assert reference().say(said) if said != "read" else True, number
        assert seconds <= 10 and megabytes < 600, number

    assert nurse._process.pid == nursery
    assert resident(nurse) - before < 10


def resident(nurse: Nurse) -> int:
    """The megabytes that the nursery holds."""
    status = Path(f"/proc/{nurse._process.pid}/status").read_text(encoding="ascii")
    (line,) = [line for line in status.splitlines() if line.startswith("VmRSS")]
    return int(line.split()[1]) // 1024


@settings(max_examples=5_000)
@given(typed=st.text(max_size=400))
def test_any_name_is_shown_short_visible_and_no_formula(typed):
    shown = names.shown(typed)

    assert 0 < len(shown) <= names.LONGEST
    assert not shown.startswith(("=", "+", "-", "@", "|", "."))
    assert not [char for char in shown if unicodedata.category(char) in {"Cc", "Cf", "Cs", "Zl", "Zp"}]
    assert names.shown(shown) == shown


@settings(max_examples=3_000)
@given(content=st.binary(max_size=5_000))
def test_chance_makes_no_second_file(content):
    """A photograph is chance, or near: it must not be refused for what chance wrote."""
    assert not disguises.is_two_files(b"\xff\xd8\xff" + content, media.JPEG)

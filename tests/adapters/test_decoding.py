"""What opens a stranger's file holds nothing of ours, and cannot harm, last, grow or lie its way out."""

import os
import select
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from sporades.adapters import decoding, media, readers, sights
from sporades.adapters.decoding import nursing
from sporades.adapters.decoding.framing import Message
from sporades.adapters.decoding.nursing import Nurse
from sporades.adapters.media import NotReadNow, Read, Unreadable
from tests.corpus.pdfs import pdf
from tests.corpus.pictures import photo
from tests.lots import paper


@pytest.fixture(scope="module")
def nurse():
    started = Nurse("tests.adapters.hostile_nursery")
    yield started
    started.stop()


@pytest.fixture
def own():
    """A nursery that the test may kill."""
    started = Nurse()
    yield started
    started.stop()


def asked(nurse: Nurse, task: str) -> dict:
    return nurse.ask(task, Message({}, (b"any file",))).said


def honest(nurse: Nurse) -> dict:
    return nurse.ask("read", Message({"filename": "photo.jpg"}, (photo(),))).said


@pytest.mark.parametrize("task", ["spin", "wait", "die", "swell"])
def test_a_file_that_hangs_kills_or_swells_its_reader_is_refused_and_the_next_one_is_read(nurse, task):
    with pytest.raises(Unreadable) as refused:
        asked(nurse, task)

    assert refused.value.code == "too_heavy"
    assert honest(nurse) == {"media_type": media.JPEG, "pages": 1}


@pytest.mark.parametrize(
    "task",
    [
        "silence",
        "half",
        "no_header",
        "endless_header",
        "deep",
        "huge",
        "negative",
        "wrong_type",
        "no_such_task",
    ],
)
def test_an_answer_that_is_none_refuses_the_file(nurse, task):
    with pytest.raises(Unreadable, match="too_heavy"):
        asked(nurse, task)


def test_a_reader_opens_no_file_and_no_socket_and_finds_no_secret_around(nurse):
    found = asked(nurse, "reach")

    assert found["opened"] == 0
    # It reads nobody's words but those of the one who asks.
    assert sorted(found["descriptors"]) == ["/dev/null"] * 3 + ["/dev/urandom", "socket"]
    assert set(found["environment"]) == {"LC_ALL", "MALLOC_ARENA_MAX"}


def test_a_reader_starts_no_process_and_no_thread_but_for_a_heic(nurse):
    assert asked(nurse, "multiply") == {"started": []}
    assert nurse.ask("multiply", Message({}, (photo("HEIF"),))).said == {"started": ["_fork", "start"]}
    # One among several is enough.
    assert nurse.ask("multiply", Message({}, (photo(), photo("HEIF")))).said["started"]


@pytest.mark.parametrize(
    ("content", "filename"),
    [(pdf(3), "releve.pdf"), (photo("JPEG"), "a.jpg"), (photo("PNG"), "a.png"), (photo("HEIF"), "a.heic")],
)
def test_what_reads_a_file_needs_no_process_and_no_thread(nurse, content, filename):
    """Whoever is not root: none of our decoders misses what it is refused."""

    def done(task: str, **said: object) -> Message:
        return nurse.ask(f"{task}_as_nobody", Message(said, (content,)))

    assert done("read", filename=filename).said["pages"] == readers.read(content, filename).pages
    assert done("to_pdf").blobs[0] == readers.to_pdf([content])
    media_type = readers.sniff(content) or ""
    sheet = done("sheet", media_type=media_type, page=0, zoom=0, turn=90)
    assert sheet.blobs[0].startswith(b"\xff\xd8\xff")
    if media_type == media.PDF:
        assert done("text").blobs[0].decode() == decoding.text(content)
        assert sights.parsed(done("look").said) == decoding.look(content)


def test_what_a_reader_starts_ends_with_it(nurse):
    born = nurse.ask("bear", Message({}, (photo("HEIF"),))).said["born"]

    while is_running(born):
        time.sleep(0.01)


def is_running(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_whoever_asks_for_files_to_be_read_loads_no_decoder():
    script = (
        "import sys; from sporades.adapters import decoding, media\n"
        "print([name for name in ('PIL', 'pikepdf', 'pypdfium2', 'pillow_heif', 'django') if name in sys.modules])"
    )

    assert subprocess.check_output([sys.executable, "-c", script], text=True).strip() == "[]"


@pytest.mark.parametrize(
    ("content", "filename"),
    [(pdf(3), "releve.pdf"), (photo("JPEG"), "a.jpg"), (photo("PNG"), "a.png"), (photo("HEIF"), "a.heic")],
)
def test_confined_a_reader_says_and_makes_what_it_would_anywhere(content, filename):
    assert decoding.read(content, filename) == readers.read(content, filename)
    assert decoding.to_pdf([content]) == readers.to_pdf([content])
    media_type = readers.sniff(content) or ""
    assert decoding.sheet(content, media_type, page=0, zoom=0, turn=90).startswith(b"\xff\xd8\xff")


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (bytes(media.MAX_BYTES + 1), "too_large"),
        (b"%PDF-1.7\n", "truncated"),
        (b"MZ", "wrong_type"),
    ],
)
def test_confined_a_reader_refuses_with_the_same_words(content, code):
    with pytest.raises(Unreadable) as refused:
        decoding.read(content, "")

    assert refused.value.code == code


def test_confined_a_reader_tells_what_is_written_on_the_pages():
    content = paper("Inscription 25-23-000042", "Nice")

    assert decoding.text(content).split() == ["Inscription", "25-23-000042", "Nice"]
    with pytest.raises(Unreadable, match="damaged"):
        decoding.text(b"%PDF-1.7 and nothing more")


def test_a_file_that_no_decoder_could_take_is_refused_before_one_is_asked(monkeypatch):
    monkeypatch.setattr(decoding, "_nurse", Nurse("tests.no_such_program"))

    with pytest.raises(Unreadable, match="too_large"):
        decoding.read(bytes(media.MAX_BYTES + 1), "")


def test_a_nursery_that_was_killed_is_started_again_for_the_next_file(own):
    honest(own)
    os.kill(own._process.pid, signal.SIGKILL)

    assert honest(own)["pages"] == 1


def test_a_nursery_killed_under_a_file_reads_it_again(own):
    honest(own)
    first = own._process.pid
    os.kill(first, signal.SIGSTOP)
    threading.Timer(0.2, os.kill, (first, signal.SIGKILL)).start()

    assert honest(own)["pages"] == 1
    assert own._process.pid != first


def test_a_nursery_that_cannot_start_says_nothing_of_the_file():
    never = Nurse("tests.no_such_program")

    with pytest.raises(NotReadNow):
        honest(never)


def children_of(pid: int) -> list[int]:
    return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


OWNER = """\
import sys
from sporades.adapters.decoding.framing import Message
from sporades.adapters.decoding.nursing import Nurse
nurse = Nurse("tests.adapters.hostile_nursery")
nurse._start()
print(nurse._process.pid, flush=True)
if sys.argv[1] == "at work":
    nurse.ask("last", Message({}))
"""


def test_when_its_owner_stops_nothing_is_left():
    said = subprocess.check_output([sys.executable, "-c", OWNER, "idle"], text=True)

    assert said.strip().isdigit()
    assert not Path(f"/proc/{said.strip()}").exists()


def test_when_its_owner_is_killed_nothing_is_left_not_even_a_child_at_work():
    with subprocess.Popen(
        [sys.executable, "-c", OWNER, "at work"], stdout=subprocess.PIPE, text=True
    ) as owner:
        nursery = int(owner.stdout.readline())
        family = [os.pidfd_open(pid) for pid in [nursery, _child_of(nursery)]]

        owner.kill()

    for one in family:
        # Readable once the process has ended.
        assert select.select([one], [], [], 20)[0]
        os.close(one)


def _child_of(nursery: int) -> int:
    while not (children := children_of(nursery)):
        time.sleep(0.01)
    return children[0]


def test_two_files_at_a_time_are_read_and_the_others_wait_their_turn(own):
    said = []
    readers_at_once = [threading.Thread(target=lambda: said.append(honest(own))) for _ in range(6)]
    for one in readers_at_once:
        one.start()
    for one in readers_at_once:
        one.join()

    assert len(said) == 6
    assert nursing.AT_ONCE == 2
    assert all(Read(**one).pages == 1 for one in said)

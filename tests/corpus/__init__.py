"""Files that strangers send: honest and odd ones, and those made to harm; each with what must be said of it.

Nothing here is fetched and nothing is kept: every file is written by the code
beside. `python -m tests.corpus FOLDER` writes them all, to be tried by hand.
"""

from tests.corpus import disguises, papers, pictures
from tests.corpus.entries import Entry

ALL: tuple[Entry, ...] = (*papers.ENTRIES, *pictures.ENTRIES, *disguises.ENTRIES)
HONEST = tuple(entry for entry in ALL if not entry.codes)
HOSTILE = tuple(entry for entry in ALL if entry.codes)

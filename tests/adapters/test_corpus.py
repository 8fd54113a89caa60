"""Every file of the corpus is read, or refused by the sentence that says its cause and its remedy."""

import pytest

from sporades.adapters import decoding, media
from sporades.reference.load import reference
from tests.corpus import ALL, HONEST, HOSTILE


@pytest.mark.parametrize("entry", HONEST, ids=str)
def test_an_honest_file_is_read_and_its_pages_are_counted(entry):
    assert decoding.read(entry.make(), entry.filename).pages == entry.pages


@pytest.mark.parametrize("entry", HOSTILE, ids=str)
def test_a_file_that_is_not_one_is_refused_by_its_own_sentence(entry):
    with pytest.raises(media.Unreadable) as refused:
        decoding.read(entry.make(), entry.filename)

    assert refused.value.code in entry.codes


def test_each_refusal_says_its_cause_then_a_remedy():
    codes = {code for entry in ALL for code in entry.codes}

    said = {code: reference().say(code) for code in codes}

    assert len(set(said.values())) == len(codes)
    assert not [
        sentence for sentence in said.values() if len(sentence.split(". ")) + sentence.count(" : ") < 2
    ]

"""How papers name themselves: kinds of piece that exist, phrases that can be found, a source each."""

from sporades.reference.load import reference
from sporades.reference.papers import known_papers

KINDS = {rule.kind for rule in reference().piece_rules}


def test_a_paper_is_given_for_pieces_that_are_asked():
    known = known_papers()

    assert {kind for one in (*known.papers, *known.two_sided) for kind in one.given_for} <= KINDS


def test_every_piece_that_is_asked_knows_a_paper_so_that_the_right_one_is_never_another():
    assert {kind for one in known_papers().papers for kind in one.given_for} == KINDS


def test_each_says_its_source_and_something_that_can_be_read():
    known = known_papers()

    assert all(one.source for one in (*known.papers, *known.two_sided))
    phrases = [phrase for one in known.papers for phrase in (*one.titles, *one.words)]
    phrases += [phrase for one in known.two_sided for phrase in (*one.face, *one.back)]
    assert all(phrases)
    assert all(one.titles for one in known.papers)


def test_a_title_names_one_paper_only():
    titles = [title for one in known_papers().papers for title in one.titles]

    assert len(titles) == len(set(titles))


def test_a_paper_that_the_file_has_lost_since_is_another_document():
    assert known_papers().name("passport") == "un passeport"
    assert known_papers().name("gone") == "un autre document"

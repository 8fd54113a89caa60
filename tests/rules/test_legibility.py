"""What was read on a page says that it is turned or cut; what was not read says nothing by itself."""

import pytest

from sporades.rules.legibility import Page, Word, is_blurred, is_cut, is_turned, lines_of, reads_well

WIDE, HIGH = 1000, 1400


def word(text: str = "attestation", *, sure: bool = True, line: int = 1, left: int = 100, **box: int) -> Word:
    box = {"top": 40 * line, "width": 90, "height": 20} | box
    return Word(text, 80.0 if sure else 79.9, (1, 1, line), left, **box)


def words(sure: int, unsure: int = 0, **what: int) -> tuple[Word, ...]:
    return (*(word(**what) for _ in range(sure)), *(word(sure=False, **what) for _ in range(unsure)))


def page(read: tuple[Word, ...] = (), head_down: tuple[Word, ...] = ()) -> Page:
    return Page(WIDE, HIGH, read, head_down)


@pytest.mark.parametrize(
    ("text", "is_sure"), [("né", False), ("née", True), ("12 345", False), ("1er", False)]
)
def test_what_is_shorter_than_three_letters_is_read_in_any_stain(text, is_sure):
    assert word(text).is_sure is is_sure


@pytest.mark.parametrize(
    ("sure", "unsure", "well"), [(11, 0, False), (12, 0, True), (12, 24, True), (12, 25, False)]
)
def test_a_page_reads_well_from_twelve_words_that_are_a_third_of_them(sure, unsure, well):
    assert reads_well(words(sure, unsure)) is well


@pytest.mark.parametrize(
    ("upright", "head_down", "turned"),
    [(0, 11, False), (0, 12, True), (3, 12, True), (4, 12, False), (8, 31, False), (8, 32, True)],
)
def test_a_page_is_upside_down_when_twelve_words_are_read_so_and_four_times_as_many(
    upright, head_down, turned
):
    assert is_turned(page(words(upright, 200), words(head_down))) is turned


@pytest.mark.parametrize(
    ("steepness", "sure", "said"),
    [(0.249, 11, True), (0.25, 11, False), (0.249, 12, False), (0.0, 0, True), (None, 0, False)],
)
def test_a_page_is_blurred_when_no_stroke_is_sharp_and_hardly_a_word_is_read(steepness, sure, said):
    assert is_blurred(Page(WIDE, HIGH, words(sure, 40), steepness=steepness)) is said


def test_a_page_that_reads_well_on_its_head_is_not_blurred():
    assert not is_blurred(Page(WIDE, HIGH, words(0, 40), words(48), steepness=0.1))


def test_a_page_on_which_nothing_is_read_is_not_said_to_be_turned():
    assert not is_turned(page(words(0, 250), words(8, 240)))


@pytest.mark.parametrize(("standing", "lying", "turned"), [(12, 11, True), (12, 12, False), (11, 0, False)])
def test_a_page_is_on_its_side_when_most_of_twelve_words_stand(standing, lying, turned):
    read = words(standing, width=20, height=90) + words(lying)

    assert is_turned(page(read)) is turned


def lines(count: int, left: int, right: int, *, of: int) -> tuple[Word, ...]:
    """So many lines between these two, of so many lines in all."""
    box = {"left": left, "width": right - left}
    cut = [one for line in range(count) for one in (word(line=line, **box), word(line=line, left=left + 100))]
    whole = [one for line in range(count, of) for one in (word(line=line), word(line=line, left=810))]
    return (*cut, *whole)


@pytest.mark.parametrize(
    ("count", "of", "cut"), [(4, 4, False), (5, 5, True), (5, 20, True), (5, 21, False), (6, 24, True)]
)
def test_a_page_is_cut_when_five_lines_and_a_quarter_of_them_begin_on_its_edge(count, of, cut):
    assert is_cut(page(lines(count, 0, 700, of=of))) is cut


@pytest.mark.parametrize(
    ("left", "right", "cut"), [(2, 700, True), (3, 700, False), (300, 998, True), (300, 997, False)]
)
def test_the_edge_is_two_thousandths_of_the_width_on_either_side(left, right, cut):
    assert is_cut(page(lines(5, left, right, of=5))) is cut


@pytest.mark.parametrize(("right", "cut"), [(399, False), (400, True)])
def test_the_ends_of_lines_of_the_page_beside_are_no_cut(right, cut):
    assert is_cut(page(lines(5, 0, right, of=5))) is cut


def test_one_word_of_a_line_that_is_read_is_too_few_to_say_it_is_cut():
    assert not is_cut(page(tuple(word(line=line, left=0, width=700) for line in range(9))))


def test_a_page_that_is_turned_is_told_as_turned_only():
    read = words(0, 200)

    assert not is_cut(page(read, lines(9, 0, 700, of=9)))
    assert is_turned(page(read, lines(9, 0, 700, of=9)))


def test_the_words_of_a_line_stay_together():
    assert [len(line.words) for line in lines_of([word(line=1), word(line=2), word(line=1)])] == [2, 1]

"""What do the answers become once the office has decided an acquis?

A unit that is not acquired is sat: refusing the one registers for the other,
in the same breath, so that nobody is left without a paper.
"""

from collections.abc import Iterable
from dataclasses import replace

from sporades.rules.answers import Acquis, Answers
from sporades.rules.catalogue import Unit


class NoSuchAcquis(LookupError):
    """These answers declare no acquis of that key."""


def declared(answers: Answers, key: str) -> Acquis:
    """The acquis of this key. Raises `NoSuchAcquis`."""
    for one in answers.acquis:
        if one.key == key:
            return one
    raise NoSuchAcquis(key)


def refused(answers: Answers, key: str, *, pe_unit: str = "") -> Answers:
    """The same answers without it: its unit, if one is known, is sat this session."""
    gone = declared(answers, key)
    kept = tuple(one for one in answers.acquis if one.key != key)
    return _sat(replace(answers, acquis=kept), gone.unit, pe_unit=pe_unit)


def granted(answers: Answers, key: str, instead: Acquis, *, pe_unit: str = "") -> Answers:
    """The same answers with `instead` in its place: another mark, or another unit, and then the first one is sat."""
    asked = declared(answers, key)
    known = tuple(instead if one.key == key else one for one in answers.acquis)
    answers = replace(answers, acquis=known)
    if instead.unit == asked.unit:
        return answers
    return _not_sat(_sat(answers, asked.unit, pe_unit=pe_unit), instead.unit, pe_unit=pe_unit)


def carried(
    declared: Iterable[Acquis], *, before: Iterable[Unit], after: Iterable[Unit]
) -> tuple[Acquis, ...]:
    """Each acquis as it stands in another exam, in the same order.

    The same paper is a unit of the same code and title. Any other is no longer
    granted by its code: it keeps its name, and the office says what it is worth there.
    """
    titles = {unit.code: unit.title for unit in before}
    same = {unit.code for unit in after if titles.get(unit.code) == unit.title}
    return tuple(
        one
        if not one.unit or one.unit in same
        else replace(one, unit="", title=one.title or titles.get(one.unit, one.unit), to_complete=True)
        for one in declared
    )


def _sat(answers: Answers, unit: str, *, pe_unit: str) -> Answers:
    if not unit or unit in answers.papers.units:
        return answers
    papers = replace(answers.papers, units=(*answers.papers.units, unit))
    # Which sport is not known: the candidate says it, or the office asks.
    return replace(answers, papers=replace(papers, pe="sit") if unit == pe_unit else papers)


def _not_sat(answers: Answers, unit: str, *, pe_unit: str) -> Answers:
    papers = answers.papers
    left = tuple(one for one in papers.units if one != unit)
    optional = tuple(one for one in papers.optional if one != unit)
    papers = replace(papers, units=left, optional=optional)
    if unit == pe_unit:
        papers = replace(papers, pe="none", pe_activities=())
    return replace(answers, papers=papers)

"""Can everything that a rule, an act or a page has to say be said in French?"""

import re
from collections import Counter
from pathlib import Path
from string import Formatter

import pytest

from sporades.reference.load import reference
from sporades.registrations.queries import timeline
from sporades.rules.answers import to_json
from sporades.rules.lifecycle import State
from sporades.rules.pieces import IfMissing, PieceState
from tests.reference.examples import read_examples

KNOWN = reference()
SOURCES = [path.read_text("utf-8") for path in Path("sporades").rglob("*.py")]


def written(pattern: str) -> set[str]:
    return {code for source in SOURCES for code in re.findall(pattern, source)}


def test_every_rule_has_a_sentence() -> None:
    assert {rule.code for rule in KNOWN.eligibility_rules.values()} <= set(KNOWN.sentences)


@pytest.mark.parametrize(
    "pattern",
    [
        r'Reason\(\s*"(\w+)"',  # given by an act
        r'Unreadable\("(\w+)"\)',  # given by a reader of files
        r'\.say\(\s*"([\w.]+)"',  # asked for by a page
        r'Standing\(\s*"([\w.]+)"',
        r'return "(standing\.\w+)"',
    ],
)
def test_every_code_written_in_the_house_has_a_sentence(pattern: str) -> None:
    assert written(pattern) <= set(KNOWN.sentences)


def test_a_kind_of_pieces_that_several_papers_are_has_a_name_of_its_own() -> None:
    papers = {rule.kind: set[str]() for rule in KNOWN.piece_rules}
    for rule in KNOWN.piece_rules:
        papers[rule.kind].add(rule.title)
    several = {kind for kind, titles in papers.items() if len(titles) > 1}

    assert {"service_day", "experience"} <= several
    assert {f"piece_kind_{kind}" for kind in several} == {
        code for code in KNOWN.sentences if code.startswith("piece_kind_")
    }
    assert KNOWN.kind_title("identity") == "Pièce d’identité"


def kinds_of(section: str, prefix: str) -> dict[str, str]:
    told = KNOWN.wording[section].items()
    return {code.removeprefix(prefix): said for code, said in told if code.startswith(prefix)}


TO_CANDIDATES, TO_OFFICE = kinds_of("events", "event_"), kinds_of("office_events", "office_event_")


def test_every_fact_is_told_in_two_voices() -> None:
    assert set(TO_CANDIDATES) == set(TO_OFFICE) - timeline.OFFICE_ONLY
    assert set(TO_OFFICE) >= timeline.OFFICE_ONLY
    for kind, said in TO_CANDIDATES.items():
        assert fields(TO_OFFICE[kind]) <= fields(said), kind


def test_every_kind_that_an_act_on_a_registration_journals_has_its_sentence() -> None:
    modules = Path("sporades/registrations/actions").glob("*.py")
    # The list of reasons belongs to an office, not to a registration.
    acts = [path.read_text("utf-8") for path in modules if path.stem != "reasons"]
    patterns = (
        r'(?:record|keep|refusals_journaled)\(\s*(?:subject_of\([\w.]+\)|subject|case|row|registration),\s*"(\w+)"',
        r'(?<!rule)="(\w+_by_office)"',
    )
    journaled = {kind for act in acts for pattern in patterns for kind in re.findall(pattern, act)}

    assert {"saved", "piece_refused", "deposit_refused"} <= journaled <= set(TO_OFFICE)


def test_nothing_told_to_the_office_speaks_to_the_candidate() -> None:
    told = [*TO_OFFICE.values(), *KNOWN.wording["calendar_events"].values()]

    assert [said for said in told if re.search(r"\b(vous|votre|vos)\b", said, re.IGNORECASE)] == []


def fields(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name}


def test_every_state_and_sanction_has_its_words() -> None:
    for state in State:
        assert KNOWN.say(f"state_{state}")
    for piece_state in PieceState:
        assert KNOWN.say(f"piece_{piece_state}")
    for sanction in IfMissing:
        assert KNOWN.say(f"if_missing_{sanction}")


def test_a_code_stands_once_whatever_its_section() -> None:
    counted = Counter(
        code
        for name, section in KNOWN.wording.items()
        if name not in ("standing", "labels", "values")
        for code in section
    )

    assert [code for code, times in counted.items() if times > 1] == []


def test_every_answer_has_its_label_and_every_choice_its_words() -> None:
    for example in read_examples():
        said = to_json(example.answers)
        parts = [(part, said[part]) for part in said if part not in ("schema", "acquis")]
        parts += [(f"acquis.{acquis['unit']}", acquis) for acquis in said["acquis"]]
        for part, answered in parts:
            assert all(KNOWN.label(f"{part}.{name}") for name in answered)


@pytest.mark.parametrize(
    ("path", "value", "words"),
    [
        ("papers.form", "progressive", "Progressive\u00a0: les épreuves sur plusieurs sessions"),
        ("situation.handicap", "yes", "Oui"),
        ("situation.diplomas_held", "cap, bac_pro", "CAP, Baccalauréat professionnel"),
        ("papers.language", "anglais", "Anglais"),
        ("acquis.UG1.kind", "kept_mark", "Bénéfice de note"),
        ("identity.birth_place", "Saint-Denis", "Saint-Denis"),
        ("identity.usage_name", "", ""),
    ],
)
def test_an_answer_is_read_in_words(path: str, value: str, words: str) -> None:
    assert KNOWN.value(path, value) == words


def test_every_choice_of_the_form_has_its_words() -> None:
    choices = KNOWN.choices
    said = [
        *(("papers.language", code) for code in choices.languages),
        *(("papers.pe_activities", code) for code in choices.pe_activities),
        *(("situation.diplomas_held", code) for code in choices.diplomas_held),
        *(("acquis.UG1.ground", code) for code in choices.grounds),
    ]

    assert [pair for pair in said if KNOWN.value(*pair) == pair[1]] == []


def test_the_typography_is_french() -> None:
    for sentence in KNOWN.sentences.values():
        assert "'" not in sentence
        assert not re.search(r" [:;?!»]|« ", sentence)


def test_no_sentence_has_a_brace_that_nobody_can_fill() -> None:
    for sentence in KNOWN.sentences.values():
        assert all(name is None or name.isidentifier() for _, name, _, _ in Formatter().parse(sentence))


def test_a_code_without_a_sentence_is_a_mistake() -> None:
    with pytest.raises(KeyError):
        KNOWN.say("nobody_said_that")


def test_each_way_a_file_is_refused_has_a_sentence_for_who_publishes_it_too() -> None:
    not_of_the_file = {"not_read", "too_many_files", "file_infected", "no_file"}

    missing = {
        code for code in KNOWN.wording["files"] if f"published_{code}" not in KNOWN.wording["archives"]
    } - not_of_the_file

    assert not missing

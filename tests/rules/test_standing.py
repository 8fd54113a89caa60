"""Is the one sentence that of the design, and does it ever promise too much?"""

import pytest

from sporades.reference.load import reference
from sporades.rules.calendar import Signature
from sporades.rules.lifecycle import State
from sporades.rules.standing import Reserve, Standing, listed, standing

DUE = "mardi 10 décembre 2024, 23 h 59 (heure de Paris)"
R408_DUE = "vendredi 14 mars 2025, 23 h 59 (heure de Paris)"


def said(told: Standing) -> str:
    return reference().say(told.code, **dict(told.params)).replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        (standing(State.DRAFT), "Rien n’est enregistré."),
        (
            standing(State.WITHDRAWN, was_saved=False),
            "Vous avez abandonné ce brouillon : vous n’êtes pas inscrit.",
        ),
        (
            standing(State.SAVED, due=DUE),
            "Pré-inscription enregistrée. Vous n’êtes pas encore inscrit : il manque votre confirmation signée, "
            f"à déposer au plus tard le {DUE}.",
        ),
        (standing(State.CONFIRMED, due=DUE), "Votre dossier est déposé, le service l’examine."),
        (
            standing(State.CONFIRMED, due=DUE, missing=("Pièce d’identité", "Relevé de notes")),
            "Votre dossier est déposé, le service l’examine. Il manque encore : Pièce d’identité et Relevé de notes, "
            f"à déposer au plus tard le {DUE}.",
        ),
        (
            standing(State.INCOMPLETE, due="hier", asked=("Pièce d’identité",), correction=DUE),
            f"Votre dossier est à compléter : Pièce d’identité, au plus tard le {DUE}.",
        ),
        (standing(State.ADMITTED, due=DUE), "Vous êtes inscrit."),
        (
            standing(State.ADMITTED, reserve=Reserve.AWAITED, reserve_due=R408_DUE),
            "Vous êtes inscrit, sous réserve de votre attestation R.408, à déposer au plus tard le "
            f"{R408_DUE}. Sans elle, votre candidature sera écartée.",
        ),
        (
            standing(State.ADMITTED, reserve=Reserve.PASSED, reserve_due=R408_DUE),
            "Vous êtes inscrit, sous réserve de votre attestation R.408. La date limite était le "
            f"{R408_DUE} ; ce qui vient maintenant est hors délai, le service décidera. Sans elle, votre "
            "candidature sera écartée.",
        ),
        (
            standing(State.ADMITTED, reserve=Reserve.GIVEN, reserve_due=R408_DUE),
            "Vous êtes inscrit, sous réserve de votre attestation R.408, que le service examine.",
        ),
        (
            standing(State.CONFIRMED, due=DUE, reserve=Reserve.AWAITED, reserve_due=R408_DUE),
            "Votre dossier est déposé, le service l’examine. Il manque encore votre attestation R.408, à déposer au "
            f"plus tard le {R408_DUE}. Sans elle, votre candidature sera écartée.",
        ),
        (
            standing(State.CONFIRMED, due=DUE, reserve=Reserve.GIVEN, reserve_due=R408_DUE),
            "Votre dossier est déposé, le service l’examine.",
        ),
        (
            standing(State.CONFIRMED, due=DUE, other_version=True, missing=("Pièce d’identité",)),
            "Votre dossier est déposé, mais la confirmation n’est pas celle de votre dernière version. Déposez "
            f"celle-ci, signée, au plus tard le {DUE}.",
        ),
        (
            standing(State.CONFIRMED, due=DUE, missing=("a", "b", "c", "d")),
            "Votre dossier est déposé, le service l’examine. Il manque encore : 4 pièces, "
            f"à déposer au plus tard le {DUE}.",
        ),
        (
            standing(State.CANCELLED, reason="Aucune confirmation n’a été déposée."),
            "Votre candidature est annulée. Aucune confirmation n’a été déposée. Vous pouvez contester cette décision.",
        ),
        (
            standing(State.SET_ASIDE),
            "Votre candidature est écartée. Vous pouvez contester cette décision.",
        ),
        (standing(State.WITHDRAWN), "Vous êtes désinscrit."),
        # What it lacks is not for whoever reads this to know.
        (standing(State.INCOMPLETE, due=DUE), "Votre dossier est à compléter."),
    ],
)
def test_the_sentence_is_that_of_the_design(told: Standing, sentence: str) -> None:
    assert said(told) == sentence


@pytest.mark.parametrize("state", [State.CONFIRMED, State.ADMITTED])
@pytest.mark.parametrize("reserve", [Reserve.PASSED, Reserve.AWAITED])
def test_whoever_may_still_be_set_aside_is_told_so(state: State, reserve: Reserve) -> None:
    sentence = said(standing(state, due=DUE, reserve=reserve, reserve_due=R408_DUE))

    assert R408_DUE in sentence
    assert "votre candidature sera écartée" in sentence


@pytest.mark.parametrize("due_passed", [False, True])
@pytest.mark.parametrize("deposited", [False, True])
@pytest.mark.parametrize("signature", Signature)
@pytest.mark.parametrize("state", sorted(set(State) - {State.ADMITTED}))
def test_nobody_is_said_to_be_registered_before_being_admitted(
    state: State, due_passed: bool, deposited: bool, signature: Signature
) -> None:
    sentence = said(standing(state, due=DUE, due_passed=due_passed, deposited=deposited, signature=signature))

    assert "inscription enregistrée" not in sentence.lower().replace("pré-inscription enregistrée", "")
    assert "Vous êtes inscrit" not in sentence


def test_a_saved_registration_signed_on_screen_lacks_no_paper() -> None:
    sentence = said(standing(State.SAVED, due=DUE, signature=Signature.ONLINE))

    assert f"à signer à l’écran ou à déposer signée, au plus tard le {DUE}" in sentence


@pytest.mark.parametrize(
    ("titles", "text"), [((), ""), (("a",), "a"), (("a", "b"), "a et b"), (("a", "b", "c"), "a, b et c")]
)
def test_titles_are_listed_as_in_a_sentence(titles: tuple[str, ...], text: str) -> None:
    assert listed(titles) == text

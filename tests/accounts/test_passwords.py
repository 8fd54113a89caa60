"""Which passwords protect an account."""

import unicodedata

import pytest
from django.contrib.auth.hashers import check_password, make_password

from sporades.accounts import passwords

ABOUT = ("lea.menager@exemple.fr", "Ménager-Šimić", "Léa Rose")


def refusal(password: str) -> str:
    try:
        passwords.check(password, about=ABOUT)
    except passwords.WeakPassword as weak:
        return weak.code
    return ""


@pytest.mark.parametrize(
    "password",
    [
        "quatre chevaux sous la pluie",
        "nuage tabouret 7",
        "pâquerettemoulin",
        "ZvQ9mTw2xLr4",
        "ligne\tet espaces  ",
        "🐢🐢 tortue lente 🌧",
        "8402716935520417",
        "jamais sans mon vélo vert",
    ],
)
def test_any_composition_will_do_if_it_is_long_and_not_common(password):
    assert refusal(password) == ""


@pytest.mark.parametrize(
    ("length", "code"), [(11, "too_short"), (12, ""), (64, ""), (256, ""), (257, "too_long")]
)
def test_the_length_counts_from_12_to_256_characters(length, code):
    assert refusal(("vélo tuba girafe mûre " * 20)[:length] if length < 13 else _varied(length)) == code


def _varied(length: int) -> str:
    return "".join(chr(0x4E00 + index * 37 % 20000) for index in range(length))


@pytest.mark.parametrize(("length", "code"), [(15, "digits_only"), (16, "")])
def test_digits_alone_must_be_16(length, code):
    assert refusal("8402716935520417"[:length]) == code


@pytest.mark.parametrize(
    "password",
    [
        "motdepasse2024",
        "MotDePasse2024!",
        "m0td3p4sse1234",
        "Marseille13013",
        "azertyuiop123",
        "qsdfghjklm12",
        "1qaz2wsx3edc",
        "abcdefghijkl",
        "1234567890123456",
        "aaaaaaaaaaaab",
        "abababababab",
        "bonjourbonjour",
        "doudou2doudou2",
        "jetaime!jetaime!",
        "P@ssw0rd2024!",
        "!!!soleil!!!",
        "Zinédine1998",
        "1234password1",
        "libertegalitefraternite",
    ],
)
def test_what_everybody_tries_first_is_refused(password):
    assert refusal(password) == "known"


@pytest.mark.parametrize(
    "password",
    [
        "menager-simic-04",
        "LeaMenager2004",
        "Sporades2025!!",
        "cyclades-cyclades1",
        "académie12345",
        "MÉNAGER motdepasse",
    ],
)
def test_what_is_known_of_the_person_or_of_the_house_is_refused(password):
    assert refusal(password) in {"about_you", "known"}


def test_a_name_inside_a_long_phrase_is_no_harm():
    assert refusal("Ménager sa monture pour aller loin") == ""


def test_one_accent_is_the_same_however_the_keyboard_writes_it():
    assert passwords.normal(unicodedata.normalize("NFD", "été à Nîmes")) == "été à Nîmes"


def test_the_hash_is_argon2id_at_the_cost_that_was_measured():
    encoded = make_password("nuage tabouret 7")

    assert encoded.startswith("argon2$argon2id$v=19$m=19456,t=2,p=1$")


def test_no_character_is_cut_off():
    encoded = make_password("x" * 255 + "a")

    assert not check_password("x" * 255 + "b", encoded)

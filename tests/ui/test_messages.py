"""What is said of what has just happened, on whichever page comes next."""

from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message

from sporades.ui import frame


def test_what_has_just_happened_is_told_as_words_and_never_as_markup():
    said = frame.messages([Message(constants.SUCCESS, "Déposé\u00a0: <script>.pdf")])

    assert "Déposé\u00a0: &lt;script&gt;.pdf" in said
    assert "<script>" not in said


def test_a_refusal_does_not_look_like_a_success():
    said = frame.messages([Message(constants.ERROR, "Trop tard."), Message(constants.SUCCESS, "Reçu.")])

    assert said.index('class="notice no"') < said.index("Trop tard.") < said.index('class="notice ok"')


def test_the_place_of_messages_is_there_before_there_are_any():
    assert frame.messages(None) == frame.messages([]) == '<div role="status"></div>'

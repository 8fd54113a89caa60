"""How is each no said, in the words of the reference, beside what it is about?"""

from collections.abc import Iterator

from django.forms import Form
from django.utils.translation import gettext as _

from sporades.reference.load import reference
from sporades.registrations.actions.depositing import BadFiles
from sporades.rules.reasons import Blocked


def sentences(blocked: Blocked) -> Iterator[str]:
    for reason in blocked.reasons:
        yield reference().say(reason.code, **dict(reason.params))


def say_blocked(form: Form, blocked: Blocked) -> None:
    for sentence in sentences(blocked):
        form.add_error(None, sentence)


def say_files(form: Form, refused: BadFiles) -> None:
    """Each file by its name: with several, one must know which to take again."""
    for name, code in refused.problems:
        sentence = reference().say(code)
        named = _("« %(name)s » : %(sentence)s") % {"name": name, "sentence": _uncapitalized(sentence)}
        form.add_error("chosen", named if name else sentence)


def _uncapitalized(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:]

"""Is what never changes drawn once, and does it stay a sentence that can be translated?"""

import pytest
from django.template import Context, Template, TemplateSyntaxError
from django.template.base import TextNode
from django.utils import translation


@pytest.fixture
def catalogue(monkeypatch):
    """A catalogue of one sentence, which anybody could write."""
    said = translation.trans_real.translation("fr")._catalog

    def write(source: str, translated: str) -> None:
        monkeypatch.setitem(said._catalogs[0], source, translated)

    return write


def draw(text: str, **context: object) -> str:
    return Template(text).render(Context(context))


def test_a_sentence_of_a_template_is_text_once_the_template_is_read():
    template = Template('{% load i18n %}{% translate "Aller au contenu" %}')

    assert [type(node) for node in template.nodelist[1:]] == [TextNode]
    assert template.render(Context()) == "Aller au contenu"


def test_so_is_the_address_of_a_file():
    template = Template("{% load static %}{% static 'ui/sporades.css' %}")

    assert [type(node) for node in template.nodelist[1:]] == [TextNode]
    assert template.render(Context()) == "/static/ui/sporades.css"


def test_a_sentence_is_looked_up_in_the_catalogue(catalogue):
    catalogue("Une phrase", "Une autre")

    assert draw('{% load i18n %}{% translate "Une phrase" %}') == "Une autre"


def test_a_language_may_put_its_variables_in_another_order(catalogue):
    catalogue("%(first)s avant %(second)s", "%(second)s après %(first)s")

    said = draw(
        "{% load i18n %}{% blocktranslate with first=a.name %}{{ first }} avant {{ second }}{% endblocktranslate %}",
        a={"name": "un"},
        second="deux",
    )

    assert said == "deux après un"


def test_what_a_sentence_says_of_somebody_is_escaped_as_everywhere():
    said = draw(
        "{% load i18n %}{% blocktranslate %}<b>{{ name }}</b> à 50 %{% endblocktranslate %}", name="<script>"
    )

    assert said == "<b>&lt;script&gt;</b> à 50 %"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{% translate kept %}", "gardé"),
        ('{% translate "gardé"|upper %}', "GARDÉ"),
        ('{% translate "gardé" as it %}[{{ it }}]', "[gardé]"),
        ("{% blocktranslate count n=2 %}un{% plural %}{{ n }} gardés{% endblocktranslate %}", "2 gardés"),
        ("{% blocktranslate asvar it %}gardé{% endblocktranslate %}[{{ it }}]", "[gardé]"),
        ("{% static path %}", "/static/ui/favicon.svg"),
        ("{% static 'ui/favicon.svg' as it %}[{{ it }}]", "[/static/ui/favicon.svg]"),
    ],
)
def test_everything_else_is_as_django_does_it(text, said):
    assert draw("{% load i18n static %}" + text, kept="gardé", path="ui/favicon.svg") == said


def test_with_two_languages_a_sentence_is_looked_up_on_each_page(settings):
    settings.LANGUAGES = [("fr", "Français"), ("en", "English")]
    template = Template('{% load i18n %}{% translate "Yes" %}, {% blocktranslate %}No{% endblocktranslate %}')

    drawn = []
    for language in ("fr", "en"):
        with translation.override(language):
            drawn.append(template.render(Context()))

    assert drawn == ["Oui, Non", "Yes, No"]


def test_a_mistake_is_told_as_django_tells_it():
    with pytest.raises(TemplateSyntaxError):
        Template("{% load i18n %}{% translate %}")

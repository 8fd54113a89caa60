"""Do the parts of a page say in words what they show?"""

from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from django.core.paginator import Paginator
from django.test import RequestFactory

from tests.ui.test_rendering import shown

MIDNIGHT = datetime(2024, 11, 15, 23, tzinfo=UTC)  # in Paris, where it is winter


def test_the_standing_is_one_sentence_its_details_and_one_button():
    html = shown(
        '{% standing sentence "wait" url="/p/" action="Déposer" %}<p>Avant vendredi.</p>{% endstanding %}',
        sentence="Il manque <votre> confirmation.",
    )

    assert '<p class="says">Il manque &lt;votre&gt; confirmation.</p><p>Avant vendredi.</p>' in html
    assert html.count('class="btn"') == 1


def test_a_task_says_its_status_in_words():
    html = shown(
        "{% task_list tasks %}", tasks=[{"title": "Pièce", "url": "/p/", "status": "refusée", "tone": "no"}]
    )

    assert '<a href="/p/">Pièce</a>' in html
    assert '<span class="tag no">refusée</span>' in html


def test_each_link_to_modify_says_what_it_modifies():
    html = shown("{% summary_list rows %}", rows=[{"label": "Nom", "value": "Benali", "url": "/nom/"}])

    assert 'Modifier<span class="sr">\xa0: Nom</span>' in html


def test_an_answer_is_shown_as_it_was_typed_and_does_nothing_else():
    rows = [{"label": "Précisions", "value": "<b>d’accord</b> & « oui »"}]

    html = shown("{% summary_list rows title=title url=url %}", rows=rows, title="Moi <i>", url="/a/?b&c")

    assert "<dd>&lt;b&gt;d’accord&lt;/b&gt; &amp; « oui »</dd></div>" in html
    assert '<h2>Moi &lt;i&gt;</h2><a class="no-print" href="/a/?b&amp;c">Modifier<' in html


def test_an_answer_left_aside_is_said():
    assert "non renseigné" in shown("{% summary_list rows %}", rows=[{"label": "Nom d’usage", "value": ""}])


def test_the_step_is_said_in_words_and_its_bar_is_for_the_eye():
    html = shown('{% steps 5 8 "CAP Pâtissier" %}')

    assert "CAP Pâtissier · étape 5 sur 8" in html
    assert html.count('class="done"') == 4
    assert '<ol class="steps" aria-hidden="true">' in html


def test_a_midnight_is_said_as_the_day_before_and_keeps_its_instant():
    html = shown('{% until due "Europe/Paris" "heure de Paris" %}', due=MIDNIGHT)

    assert html.startswith('<time datetime="2024-11-15T23:00+00:00">vendredi 15 novembre 2024, 23')


def test_what_happened_is_told_with_its_instant_and_without_one():
    events = [
        {"text": "Pièce <refusée>", "when": "15 nov., 23\u00a0h\u00a059", "at": MIDNIGHT, "tone": "no"},
        SimpleNamespace(text="Liste signée", when="hier"),
    ]

    assert shown("{% timeline events %}", events=events) == (
        '<ol class="line"><li class="no">Pièce &lt;refusée&gt;'
        '<time class="at" datetime="2024-11-15T23:00+00:00">15 nov., 23\u00a0h\u00a059</time></li>'
        '<li>Liste signée<span class="at">hier</span></li></ol>'
    )


def test_a_refused_piece_says_why_and_by_when():
    card = {
        "key": "jdc", "title": "JDC", "status": "refusée", "tone": "no", "due": "le 15 novembre",
        "reason": "La page est coupée.", "files": [{"name": "jdc.pdf", "url": "/f/", "status": "refusé"}],
    }  # fmt: skip

    html = shown("{% piece card %}<form></form>{% endpiece %}", card=card)

    for said in (
        "refusée",
        "Au plus tard le 15 novembre",
        "La page est coupée.",
        '<a href="/f/">jdc.pdf</a>',
        "<form>",
    ):
        assert said in html


def test_the_pages_keep_the_filters_of_the_address():
    request = RequestFactory().get("/", {"state": "saved", "page": "2"})

    html = shown("{% pages page %}", page=Paginator(range(60), 20).page(2), request=request)

    assert 'href="?state=saved&amp;page=3"' in html
    assert 'href="?state=saved&amp;page=2" aria-current="page"' in html


@pytest.mark.parametrize("tone", ["info", "wait", "ok", "no"])
def test_a_notice_holds_its_sentences(tone):
    html = shown("{% notice tone title='Attention' %}<p>Notez la date.</p>{% endnotice %}", tone=tone)

    assert html == f'<div class="notice {tone}"><p><strong>Attention</strong></p><p>Notez la date.</p></div>'


@pytest.mark.parametrize(
    ("obligatory", "said"), [(("name", "mark"), "obligatoires."), (("name", "months"), "sauf")]
)
def test_what_is_obligatory_is_said_once(obligatory, said):
    from tests.ui.questions import Questions

    form = Questions()
    form.fields = {name: form.fields[name] for name in obligatory}

    assert said in shown("{% required_note form %}", form=form)

"""Does a question say all it must to whoever cannot see it?"""

import re

import pytest
from django import forms
from django.template import engines

from sporades.ui import picking
from tests.ui.questions import Questions, sent


def shown(source: str, **context: object) -> str:
    return engines["django"].from_string("{% load ui %}" + source).render(context)


def attributes(html: str, tag: str) -> dict[str, str]:
    """The attributes of the first such element."""
    found = re.search(rf"<{tag}\b([^>]*)>", html)
    assert found, f"no <{tag}> in {html}"
    return dict(re.findall(r'([\w-]+)(?:="([^"]*)")?', found[1]))


def test_a_label_is_tied_to_its_control():
    html = shown("{% field form.name %}", form=Questions())

    assert attributes(html, "label")["for"] == attributes(html, "input")["id"] == "id_name"


def test_a_control_says_what_it_expects_to_the_browser():
    control = attributes(shown("{% field form.name %}", form=Questions()), "input")

    assert control["autocomplete"] == "family-name"
    assert control["maxlength"] == "100"
    assert "required" in control
    assert "aria-invalid" not in control


def test_an_error_is_tied_to_its_control_and_keeps_what_was_typed():
    html = shown("{% field form.name %}", form=sent(name="Дима"))
    control = attributes(html, "input")

    assert control["aria-invalid"] == "true"
    assert control["value"] == "Дима"
    assert f'<p class="msg" id="{control["aria-describedby"]}">' in html


def test_the_hint_is_read_before_the_error():
    html = shown('{% field form.name hint="Comme sur la pièce." %}', form=sent(name=""))

    assert attributes(html, "input")["aria-describedby"] == "id_name_hint id_name_error"


def test_the_hint_of_a_box_is_read_after_what_one_ticks():
    class Mandate(forms.Form):
        files = picking.TickField(label="Ouvre les dossiers", hint="Sans cela, rien.", required=False)

    html = shown("{% field form.files %}", form=Mandate())

    assert html.index("Ouvre les dossiers") < html.index("Sans cela")
    assert attributes(html, "input")["aria-describedby"] == "id_files_hint"


def test_an_optional_question_says_so_and_an_obligatory_one_does_not():
    html = shown("{% field form.months %}{% field form.mark %}", form=Questions())

    assert html.count("(facultatif)") == 1
    assert html.index("(facultatif)") < html.index("id_mark")


@pytest.mark.parametrize("part", ["day", "month", "year"])
def test_each_box_of_a_date_has_its_label_and_its_token(part):
    html = shown("{% field form.birth_date %}", form=Questions())

    assert f'<label for="id_birth_date_{part}">' in html
    assert f'autocomplete="bday-{part}"' in html


def test_radios_are_a_group_with_a_legend():
    html = shown("{% field form.handicap %}", form=sent(handicap=""))
    group = attributes(html, "fieldset")

    assert group["role"] == "radiogroup"
    assert group["aria-invalid"] == "true"
    assert "<legend>Handicap</legend>" in html


@pytest.mark.parametrize(("answer", "value"), [(True, "yes"), (False, "no")])
def test_an_answer_already_given_is_ticked(answer, value):
    html = shown("{% field form.handicap %}", form=Questions(initial={"handicap": answer}))

    assert re.search(rf'value="{value}"[^>]* checked', html)
    assert html.count(" checked") == 1


def test_the_options_of_a_list_are_escaped_and_the_chosen_one_is_marked():
    html = shown("{% field form.language %}", form=Questions(initial={"language": "de"}))

    assert '<option value="de" selected>Allemand &amp; autres</option>' in html


def test_nothing_that_was_typed_can_become_markup():
    attack = '"><script>alert(1)</script>'

    html = shown(
        "{% fields form %}{% error_summary %}", form=sent(name=attack, country__typed=attack, language=attack)
    )

    assert "<script" not in html


def test_a_password_never_comes_back():
    class Login(forms.Form):
        password = forms.CharField(widget=forms.PasswordInput)

    html = shown("{% field form.password %}", form=Login({"password": "dauphin bleu"}))

    assert "dauphin" not in html


def test_what_a_search_found_can_be_chosen():
    html = shown("{% field form.country %}", form=sent(country__typed="ni"))

    assert re.findall(r'type="radio"[^>]*value="(\w+)"', html) == ["NE", "NG"]
    assert 'name="_search" value="country"' in html


def test_the_answer_of_a_search_is_shown_when_one_comes_back():
    html = shown("{% field form.country %}", form=Questions(initial={"country": "MA"}))

    assert attributes(html, "input")["value"] == "Maroc"
    assert re.search(r'value="MA"[^>]* checked', html)


def test_the_fields_of_any_library_render_alike():
    class Plain(forms.Form):
        hidden = forms.CharField(widget=forms.HiddenInput)
        nickname = forms.CharField(help_text="Libre.", label="Surnom")

    html = shown("{% fields form %}", form=Plain(initial={"hidden": "x"}))

    assert html.startswith('<input type="hidden" name="hidden" id="id_hidden" value="x">')
    assert '<div class="hint" id="id_nickname_hint">Libre.</div>' in html


def test_the_summary_leads_to_each_control():
    form = sent(name="", birth_date__month="", handicap="", country__typed="", accepted="")

    html = shown("{% error_summary %}{% fields form %}", form=form)

    targets = re.findall(r'<a href="#([^"]+)">', html)
    assert targets == ["id_name", "id_birth_date_day", "id_handicap_0", "id_country_typed", "id_accepted"]
    assert all(f' id="{target}"' in html for target in targets)
    assert 'role="alert" tabindex="-1" autofocus' in html


def test_there_is_no_summary_when_all_is_well():
    assert "role" not in shown("{% error_summary %}", form=sent())
    assert "role" not in shown("{% error_summary %}", form=Questions())


def test_a_question_that_opens_others_marks_the_answers_that_do():
    html = shown(
        '{% asks form.handicap "yes" legend="Si oui" %}{% field form.months %}{% endasks %}', form=Questions()
    )

    assert re.search(r'value="yes"[^>]* data-opens', html)
    assert html.count("data-opens") == 1
    assert html.index("<legend>Si oui</legend>") < html.index("id_months")


def test_several_files_can_be_given_at_once():
    class Deposit(forms.Form):
        paper = picking.FilesField(label="Pièce", accept="application/pdf", max_bytes=10)

    control = attributes(shown("{% field form.paper %}", form=Deposit()), "input")

    assert control["type"] == "file"
    assert control["accept"] == "application/pdf"
    assert "multiple" in control

"""One template makes two parts that say the same; what people typed makes neither a header nor a link."""

import re
from html.parser import HTMLParser
from uuid import UUID

import pytest

from sporades.adapters import clocks
from sporades.journal.values import Subject
from sporades.notices import actions, letters
from tests.people import NOW

SOMEBODY = Subject("registration", UUID(int=1))
ADDRESS = re.compile(r'href="([^"]*)"')
WHERE = "Votre dossier est déposé, le service l’examine."
PAGE = "http://127.0.0.1:8000/inscriptions/1/"

# The page adds the name of the site, the title, and how to use the button; nothing else.
OF_THE_PAGE = {"Sporades", "Le", "bouton", "ne", "marche", "pas", "?"} | {
    "Copiez", "cette", "adresse", "dans", "votre", "navigateur", ":",
}  # fmt: skip

FORGED = [
    "Léa\r\nBcc: tous@exemple.fr",
    "Léa\nBcc: tous@exemple.fr\n\nCorps",
    "[Cliquez ici](http://mechant.example/)",
    "Léa [",
    "](http://mechant.example/)",
    '<a href="http://mechant.example/">Léa</a>',
    "<script>alert(1)</script>",
    "{{ contact }} {% now 'Y' %}",
    "x" * 400,
]


class Words(HTMLParser):
    """The words of a page that people see, in their order."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []
        self.hidden = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.hidden += tag in {"title", "style"}

    def handle_endtag(self, tag: str) -> None:
        self.hidden -= tag in {"title", "style"}

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.seen += data.split()


def words(html: str) -> list[str]:
    parser = Words()
    parser.feed(html)
    return parser.seen


def receipt_of(name: str) -> dict[str, object]:
    """What the mail says of a file, as `registrations.letters` gives it."""
    return {
        "number": "25-23-000001",
        "candidate": "Léa Rose",
        "files": [{"name": name, "size": "9 ko", "digest": "ab" * 32}],
    }


def written(**values: object) -> letters.Letter:
    """The mail of a deposit: it quotes a name, a piece, and the names of files."""
    context = {
        "name": "Léa Rose",
        "exam": "CAP Pâtissier, session 2025",
        "piece": "Pièce d’identité",
        "at": "mardi 5 novembre 2024, 9 h",
        "limit": "vendredi 15 novembre 2024, 23 h 59",
        "late": False,
        "receipt": receipt_of("photo.jpg"),
        "where": WHERE,
        "page": PAGE,
        "number": "25-23-000001",
        "contact": {"service": "DEC", "email": "dec@exemple.fr"},
        **values,
    }
    return letters.write("piece_deposited", context)


def test_text_and_html_say_the_same_words():
    letter = written()
    said = words(letter.html)

    missing = [word for word in letter.text.split() if word.removeprefix("-") and word not in said]
    assert not missing
    known = {*letter.text.split(), *letter.title.split(), *OF_THE_PAGE, PAGE}
    assert [word for word in said if word not in known] == []


def test_the_button_of_the_page_is_an_address_of_the_text():
    letter = written()

    assert ADDRESS.findall(letter.html) == [PAGE]
    assert f"Ouvrir mon inscription :\n{PAGE}" in letter.text


@pytest.mark.django_db
def test_a_telephone_shows_all_of_it_however_long_a_fingerprint_or_an_address_is(browser):
    letter = written(receipt=receipt_of("x" * 90 + ".jpg"), page=PAGE + "a" * 300)
    page = browser.new_page(viewport={"width": 320, "height": 700})

    page.set_content(letter.html)

    assert page.evaluate("document.documentElement.scrollWidth") == 320
    page.close()


@pytest.mark.parametrize("typed", FORGED)
@pytest.mark.parametrize("place", ["name", "piece", "exam"])
def test_whatever_people_type_the_only_link_is_ours(place, typed):
    letter = written(**{place: typed})

    assert ADDRESS.findall(letter.html) == [PAGE]
    assert "<script" not in letter.html
    assert letter.text.count(f":\n{PAGE}") == 1
    assert ":\nhttp://mechant.example/" not in letter.text


@pytest.mark.parametrize("typed", FORGED)
def test_whatever_a_file_is_called_the_only_link_is_ours(typed):
    letter = written(receipt=receipt_of(typed))

    assert ADDRESS.findall(letter.html) == [PAGE]
    assert ":\nhttp://mechant.example/" not in letter.text


@pytest.mark.parametrize("typed", FORGED)
def test_the_title_stays_one_line_of_a_length_that_a_mailbox_shows(typed):
    letter = written(piece=typed)

    assert "\n" not in letter.title
    assert "\r" not in letter.title
    assert len(letter.title) <= letters.LONGEST_TITLE


def test_a_title_keeps_its_colon_on_the_line_of_its_word():
    assert written().title == "Dépôt reçu\xa0: Pièce d’identité"


@pytest.mark.django_db
@pytest.mark.parametrize("typed", FORGED)
def test_no_name_becomes_a_header_of_the_mail_that_leaves(relay, typed):
    actions.queue(
        "rectification_filed", to="lea@exemple.fr", subject=SOMEBODY, context={"text": typed}, now=NOW
    )

    actions.send_next(machine_now=clocks.machine_now())

    (message,) = relay.messages
    assert message["Bcc"] is None
    assert message["Subject"] == "Rectification demandée, le service vous répondra"
    assert message.get_all("To") == ["lea@exemple.fr"]


def test_a_template_that_does_not_begin_with_its_title_is_refused(settings, tmp_path):
    (tmp_path / "notices/mails").mkdir(parents=True)
    (tmp_path / "notices/mails/wrong.txt").write_text("Bonjour,\n", encoding="utf-8")
    settings.TEMPLATES = [{"BACKEND": settings.TEMPLATES[0]["BACKEND"], "DIRS": [tmp_path], "NAME": "django"}]

    with pytest.raises(letters.Malformed):
        letters.write("wrong", {})

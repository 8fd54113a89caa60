"""Every table, and every column of a candidate's, has its line: what is held is given, and purged in time."""

import re
from uuid import UUID

import pytest
from django.apps import apps
from django.db.models import Model

from sporades.records import held
from sporades.records.held import BY_MODEL, LINES, Held, Whose, rows_of
from tests.source import ROOT

MODELS = {model._meta.label: model for model in apps.get_models(include_auto_created=True)}
# What is not given by mistake: a secret, or somebody else's name.
DOUBTFUL = re.compile(
    r"password|digest|(?:^|_)key|salt|token|secret|_by$|^by$|author$|author_|officer|actor_id"
)

TO_WRITE = """
{model} has no line in sporades/records/held.py. Write one:
  of a candidate, through a registration: of_registration("{model}", "Titre en français", "lookup__to__registration"),
  of a candidate, through the account:    of_account("{model}", "Titre en français", "lookup__to__account"),
  by subject_kind and subject_id:         of_subject("{model}", "Titre en français"),
  of an officer, through the account:     of_office("{model}", "Titre en français", "lookup__to__account"),
  of nobody:                              Held("{model}", "Titre en français"),
Its rows are then in the archive that a candidate is given, and go with the purge. What nobody may be given
(a secret, an officer's name) is withheld={{"column": HIDDEN or AGENT}}. On PostgreSQL the purge needs the right to
delete them: add the table to the DELETE of sporades_purge in deploy/postgresql-roles.sql.
"""


def columns(model: type[Model]) -> set[str]:
    return {field.name for field in model._meta.concrete_fields}


@pytest.mark.parametrize("model", sorted(MODELS))
def test_every_table_says_whose_it_is(model):
    # The models of the tests and of the demonstration are nobody's.
    assert model in BY_MODEL or model.startswith("demo."), TO_WRITE.format(model=model)


def test_no_line_is_about_a_table_that_is_gone_and_none_is_there_twice():
    assert sorted(line.model for line in LINES) == sorted(BY_MODEL)
    assert not BY_MODEL.keys() - MODELS.keys()


@pytest.mark.parametrize(
    "line", [line for line in LINES if line.whose is Whose.CANDIDATE], ids=lambda line: line.model
)
def test_every_column_of_a_candidate_is_given_or_withheld_for_a_reason(line: Held):
    known = columns(MODELS[line.model])
    doubtful = {name for name in known if DOUBTFUL.search(name)} - line.withheld.keys() - set(line.given)

    assert not doubtful, (
        f"{line.model}: {', '.join(sorted(doubtful))} looks like a secret or an officer’s name. In its line of "
        "sporades/records/held.py, put it in withheld={…: HIDDEN or AGENT}, or in given=(…) if its owner may read it."
    )
    gone = ({*line.withheld, *line.given}) - known
    assert not gone, f"{line.model}: {', '.join(sorted(gone))} is no column any more"


def test_the_purge_has_the_right_to_delete_what_goes_and_nothing_else():
    rights = (ROOT / "deploy" / "postgresql-roles.sql").read_text("utf-8")
    granted = set(re.findall(r"\w+", re.findall(r"GRANT DELETE ON([^;]+)TO sporades_purge", rights)[0]))
    going = {MODELS[line.model]._meta.db_table for line in held.going()}

    assert granted == going, "the DELETE of sporades_purge in deploy/postgresql-roles.sql is not what goes"


@pytest.mark.parametrize("line", [line for line in LINES if line.by is not None], ids=lambda line: line.model)
def test_every_line_leads_to_its_person(line: Held):
    # A path that leads nowhere raises here, not on the day that somebody asks for their data.
    str(rows_of(line, account=UUID(int=1), registrations=[UUID(int=2)]).query)

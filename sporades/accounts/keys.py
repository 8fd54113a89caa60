"""By which words is a person found, whatever the accents, the case, the hyphens and the apostrophes?

A name is folded into words of plain letters: « N’Diaye-Lefèvre » is « n »,
« diaye », « lefevre », and also « ndiayelefevre », for those who type it in one
go. The words lie in a table with an index of their own, written in the
transaction that writes what they come from; nothing but an index is asked, so
the same search is as quick on SQLite and on PostgreSQL.
"""

import re
import unicodedata
from collections.abc import Iterator
from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from sporades.accounts.models import Account, Candidate, SearchKey
from sporades.adapters.prepared import prepared

Kind = SearchKey.Kind
Key = tuple[int, bytes]

# Letters that no decomposition takes to plain ones.
_PLAIN = str.maketrans(
    {"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "ħ": "h", "ŋ": "n", "ə": "e"}
)  # fmt: skip
_BETWEEN = re.compile(r"[^\w]|_")
_DOTLESS = frozenset({"gmail.com", "googlemail.com"})  # where dots in a mailbox's name mean nothing


def words(name: str) -> list[str]:
    """« Jean-Pierre d’Orgeval » as « jean », « pierre », « d », « orgeval »."""
    bare = unicodedata.normalize("NFKD", name.casefold().translate(_PLAIN))
    letters = "".join(char for char in bare if not unicodedata.combining(char))
    return [word for word in _BETWEEN.split(letters) if word]


def joined(name: str) -> str:
    """« d’Orgeval » in one go, as « dorgeval »."""
    return "".join(words(name))


def mailbox(canonical: str) -> str:
    """The box behind an address, as one person may write it: without « +cap », nor dots where they mean nothing."""
    local, _, domain = canonical.rpartition("@")
    local = local.partition("+")[0]
    return f"{local.replace('.', '') if domain in _DOTLESS else local}@{domain}"


def born(day: date) -> str:
    return day.isoformat()


def refresh(account: Account, candidate: Candidate | None = None) -> None:
    """Writes the keys of the account's person anew, if it is a candidate's; what was not changed is not written.

    `candidate`: its row, where the caller has it.
    """
    candidate = candidate or Candidate.objects.select_related("account").filter(account_id=account.id).first()
    if candidate is None:
        return
    wanted = set(of(candidate))
    held = {(kind, bytes(word)): pk for pk, kind, word in _held.rows(candidate.id)}
    if gone := [pk for key, pk in held.items() if key not in wanted]:
        SearchKey.objects.filter(pk__in=gone).delete()
    SearchKey.objects.bulk_create(
        [SearchKey(candidate=candidate, kind=kind, word=word) for kind, word in sorted(wanted - held.keys())]
    )


@prepared
def _held(candidate: UUID) -> "QuerySet[SearchKey, tuple[int, int, bytes | memoryview[int]]]":
    return SearchKey.objects.filter(candidate=candidate).values_list("pk", "kind", "word")


def refresh_all() -> int:
    """Writes the keys of everybody, one transaction each: after a release that folds otherwise. How many people."""
    people = Account.objects.filter(candidate__isnull=False, is_active=True).order_by("id")
    count = 0
    for account in people.iterator(chunk_size=500):
        with transaction.atomic():
            refresh(Account.objects.select_for_update().get(id=account.id))
        count += 1
    return count


def of(candidate: Candidate) -> Iterator[Key]:
    """Every key of this person."""
    yield from ((Kind.NAME, word.encode()) for word in _names(candidate))
    yield Kind.MAILBOX, mailbox(candidate.account.email_canonical).encode()
    yield Kind.BORN, born(candidate.birth_date).encode()
    if candidate.phone:
        yield Kind.PHONE, candidate.phone.encode()
    yield Kind.PERSON, _person(candidate).encode()


def _names(candidate: Candidate) -> Iterator[str]:
    for name in filter(None, (candidate.birth_name, candidate.usage_name, candidate.given_names)):
        yield joined(name)
        for part in name.split():
            yield joined(part)
            yield from words(part)


def _person(candidate: Candidate) -> str:
    names = f"{joined(candidate.birth_name)} {joined(candidate.given_names)}"
    return f"{names} {born(candidate.birth_date)}"

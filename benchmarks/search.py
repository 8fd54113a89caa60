"""How quick is an officer's search among a million registrations, all in one académie?

    python -m benchmarks.search [1000000]

A million people are made by bulk SQL: names as unevenly shared as in life,
keys by the same folding as the service. Then five hundred searches as officers
type them, each kind with its median, its 95th percentile and its worst.
"""

import random
import subprocess
import sys
import time
from statistics import quantiles
from typing import Any

from benchmarks.__main__ import place

PEOPLE = 1_000_000
SEARCHES = 50  # of each kind
BUDGET = 100.0  # ms, 95th percentile

SYLLABLES = (
    "mar",
    "le",
    "ber",
    "du",
    "ro",
    "cha",
    "vi",
    "gau",
    "tin",
    "son",
    "lo",
    "pe",
    "fon",
    "ni",
    "au",
    "bo",
)
FREQUENT = (
    "Martin",
    "Bernard",
    "Thomas",
    "Petit",
    "Robert",
    "Richard",
    "Durand",
    "Dubois",
    "Moreau",
    "Laurent",
)
GIVEN = (
    "Marie", "Jean", "Léa", "Emma", "Lucas", "Inès", "Hugo", "Chloé", "Karim", "Awa", "Tom", "Jeanne", "Nicolas",
    "Camille", "Jean-Pierre", "Anne-Sophie", "Mathéo", "Zoé", "Raphaël", "Noémie", "Mohamed", "Fatou", "Malik",
)  # fmt: skip

# What each of the million has of its own; all the rest is as in one row that the service made.
ACCOUNT = {
    "id": "md5('a' || n)::uuid", "email": "n || '@exemple.fr'", "email_canonical": "n || '@exemple.fr'",
    "activation_digest": "'benchmark ' || n",
}  # fmt: skip
CANDIDATE = {
    "id": "md5('c' || n)::uuid", "account_id": "md5('a' || n)::uuid", "birth_name": "s.name",
    "given_names": "g.name", "birth_date": "date '1960-01-01' + ((n * 7919::bigint) % 17000)::int",
}  # fmt: skip
REGISTRATION = {
    "id": "md5('r' || n)::uuid", "candidate_id": "md5('c' || n)::uuid",
    "number": "'25-23-' || lpad((n - 1)::text, 6, '0')", "draft": "'{}'::jsonb",
}  # fmt: skip
NAMES = """
    JOIN surname s ON s.i = floor({surnames} * power((n * 48271::bigint % 2147483647) / 2147483647.0, 2))
    JOIN given g ON g.i = floor({given} * power((n * 69621::bigint % 2147483647) / 2147483647.0, 2))"""
KEYS = (
    "SELECT c.id, 1, unnest(s.words) FROM accounts_candidate c JOIN surname s ON s.name = c.birth_name",
    "SELECT c.id, 1, unnest(g.words) FROM accounts_candidate c JOIN given g ON g.name = c.given_names",
    "SELECT c.id, 2, a.email_canonical::bytea FROM accounts_candidate c JOIN accounts_account a ON a.id = c.account_id",
    "SELECT c.id, 3, c.birth_date::text::bytea FROM accounts_candidate c",
    """SELECT c.id, 5, s.joined || ' '::bytea || g.joined || ' '::bytea || c.birth_date::text::bytea
       FROM accounts_candidate c JOIN surname s ON s.name = c.birth_name JOIN given g ON g.name = c.given_names""",
)


def surnames() -> list[str]:
    chance = random.Random(1)
    made = {"".join(chance.choices(SYLLABLES, k=chance.choice((2, 3, 3)))).capitalize() for _ in range(9_000)}
    return [*FREQUENT, *sorted(made - set(FREQUENT))]


def fill(count: int) -> None:
    from django.db import connection

    from benchmarks import world

    row = world.saved("one")
    names = NAMES.format(surnames=len(surnames()), given=len(GIVEN))
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
        _lists(cursor)
        _copies(cursor, row.candidate.account, count, ACCOUNT)
        _copies(cursor, row.candidate, count, CANDIDATE, names)
        # Its number is one of the million's.
        cursor.execute("UPDATE registrations_registration SET number = NULL")
        _copies(cursor, row, count, REGISTRATION)
        for chosen in KEYS:
            cursor.execute(
                f"INSERT INTO accounts_searchkey (candidate_id, kind, word) {chosen} ON CONFLICT DO NOTHING"
            )
        cursor.execute("VACUUM ANALYZE")


def _lists(cursor: Any) -> None:
    """The names, each with its words as the service folds them."""
    from sporades.accounts import keys

    for table, names in (("surname", surnames()), ("given", list(GIVEN))):
        cursor.execute(
            f"CREATE TEMP TABLE {table} (i int, name text PRIMARY KEY, words bytea[], joined bytea)"
        )
        for i, name in enumerate(names):
            words = sorted({word.encode() for word in (*keys.words(name), keys.joined(name))})
            place = [i, name, words, keys.joined(name).encode()]
            cursor.execute(f"INSERT INTO {table} VALUES (%s, %s, %s, %s)", place)


def _copies(cursor: Any, row: Any, count: int, own: dict[str, str], joins: str = "") -> None:
    table = row._meta.db_table
    columns = [field.column for field in row._meta.concrete_fields]
    values = ", ".join(own.get(column, f"one.{column}") for column in columns)
    cursor.execute(
        f"INSERT INTO {table} ({', '.join(columns)}) SELECT {values} FROM {table} one"
        f" CROSS JOIN generate_series(1, {count}) AS person(n) {joins} WHERE one.id = '{row.pk}'"
    )


def typed(count: int) -> dict[str, list[str]]:
    """What officers type, of people who are there."""
    from sporades.accounts.models import Candidate
    from sporades.rules.french import plain_day

    chance = random.Random(2)
    numbers = chance.sample(range(1, count + 1), SEARCHES)
    emails = [f"{number}@exemple.fr" for number in numbers]
    chosen = list(Candidate.objects.filter(account__email_canonical__in=emails))
    return {
        "a name": [one.birth_name for one in chosen],
        "name and given names": [f"{one.birth_name} {one.given_names}" for one in chosen],
        "the beginnings of both": [f"{one.birth_name[:4]} {one.given_names[:3]}" for one in chosen],
        "given names alone": [one.given_names for one in chosen],
        "the ten most frequent names": [f"{name} {given}" for name in FREQUENT for given in GIVEN[:5]],
        "three letters": [one.birth_name[:3] for one in chosen],
        "a birth date": [plain_day(one.birth_date) for one in chosen],
        "a name and a birth date": [f"{one.birth_name} {one.birth_date:%d/%m/%Y}" for one in chosen],
        "an address": emails,
        "a number": [f"25-23-{number - 1:06d}" for number in numbers],
        "the end of a number": [str(number - 1) for number in numbers],
        "nobody": [f"Zyx{number} Marie" for number in numbers],
    }


def measure(count: int) -> None:
    from benchmarks.table import show, verdict
    from sporades.registrations.queries.search import search
    from sporades.rules.rights import Mandate, Role

    mandate = Mandate(Role.OFFICER, frozenset({"23"}))
    search(mandate, "personne")
    rows = []
    for kind, texts in typed(count).items():
        spent = []
        for text in texts:
            began = time.perf_counter()
            search(mandate, text)
            spent.append((time.perf_counter() - began) * 1e3)
        cuts = quantiles(spent, n=20)
        rows.append([kind, cuts[9], cuts[18], max(spent), BUDGET, verdict(cuts[18], BUDGET)])
    show(
        f"A search among {count:,}", ["typed", "median, ms", "p95, ms", "worst, ms", "budget (p95)", ""], rows
    )


def inside(count: int) -> None:
    import django

    django.setup()
    from benchmarks import world

    world.set_up()
    began = time.perf_counter()
    fill(count)
    print(f"{count:,} people in {time.perf_counter() - began:.0f} s", flush=True)
    measure(count)


def main() -> int:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else PEOPLE
    with place("postgresql") as env:
        command = [sys.executable, "-m", "benchmarks.search", "--inside", str(count)]
        return subprocess.run(command, env=env, check=False).returncode


if __name__ == "__main__":
    if "--inside" in sys.argv:
        inside(int(sys.argv[-1]))
    else:
        sys.exit(main())

"""What can be wrong in a calendar file? Each mistake has its code, said in English to operators.

An officer reads the same mistakes in French: `calendar_<code>` of
`reference/wording.toml`, a sentence for each code here (a test holds it).
"""

from dataclasses import dataclass

ENGLISH = {
    "not_readable": "cannot be read: {error}",
    "not_a_table": "this should be a table",
    "unknown_key": "unknown key {key!r}",
    "missing": "{key} is missing",
    "wrong_type": "{key} should be a {kind}",
    "empty": "{key} is empty",
    "unknown_academy": "unknown académie {value!r}",
    "unknown_zone": "unknown zone {value!r}",
    "zone_of_another": "the académie of {academy} keeps {zone}, not {value}",
    "not_an_address": "{key} is not an address",
    "unknown_specialty": "unknown speciality {value!r}",
    "unknown_diploma": "unknown diploma {value!r}",
    "unknown_choice": "{key} should be one of {choices}",
    "has_offset": "{key} is a local hour: write it without an offset",
    "impossible_hour": "{hour} does not exist in {zone}",
    "ambiguous_hour": "{hour} happens twice in {zone}",
    "far_away": "{day} is far from the session of {session}",
    "strange_session": "{value} is no session of exams",
    "closes_first": "closes before it opens",
    "due_twice_or_never": "pieces are due some days after closing, or on a date: say one",
    "strange_delay": "{days} days after closing cannot be",
    "before_closing": "{day} is before closing",
    "no_such_limit": "no piece is due by {name!r}",
    "overlap": "overlaps another window of the same diploma, {diploma}",
    "second_window": "is a second window for the same diploma, {diploma}",
    "moves_earlier": "{key} was announced for {announced}: it never moves earlier",
    "already_open": "{key} was announced for {announced}, which has passed: it does not move any more",
    "window_gone": "the window of {diploma} was announced: it does not go away",
}


@dataclass(frozen=True, slots=True)
class Mistake:
    code: str
    params: tuple[tuple[str, str], ...] = ()

    def __str__(self) -> str:
        return ENGLISH[self.code].format(**dict(self.params))


def mistake(code: str, **params: object) -> Mistake:
    return Mistake(code, tuple((name, str(value)) for name, value in params.items()))

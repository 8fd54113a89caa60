"""What is a paper worth to whoever holds it, on the day they ask?

A receipt and an evidence sheet say what happened at an instant: nothing replaces
them. A confirmation and a list of pieces say where a registration stands: a later
version takes their place unless it says the same again, and they speak of nothing
once it has ended. What the office publishes is the office's, and stands until it
says otherwise.
"""

from enum import StrEnum

OF_AN_INSTANT = frozenset({"receipt", "evidence"})


class Outcome(StrEnum):
    GOOD = "good"
    PUBLISHED = "published"  # made by the office, and published here
    OLDER = "older"  # a later version has taken its place
    ENDED = "ended"  # the registration it speaks of is no longer under way
    REPLACED = "replaced"  # by a newer one of the same kind, published by the office
    RETRACTED = "retracted"
    ALTERED = "altered"  # misread, mistyped, or made at home
    UNKNOWN = "unknown"  # ours by its signature, and not kept here
    ANOTHER_FILE = "another_file"
    ADDED_TO = "added_to"  # one of ours, with something behind it that is not


def judge(
    kind: str,
    *,
    is_of_the_office: bool,
    is_of_last_version: bool,
    is_live: bool,
    is_retracted: bool,
    is_replaced: bool,
) -> Outcome:
    """Of a paper that we drew, or that the office has published."""
    if is_retracted:
        return Outcome.RETRACTED
    if is_replaced:
        return Outcome.REPLACED
    if is_of_the_office:
        return Outcome.PUBLISHED
    if kind in OF_AN_INSTANT:
        return Outcome.GOOD
    if not is_of_last_version:
        return Outcome.OLDER
    return Outcome.GOOD if is_live else Outcome.ENDED

"""Why does a rule say no, or « attention »? A code, its source, and what to put in the sentence.

The French sentence of each code stands in `reference/wording.toml`.
"""

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    REFUSE = "refuse"
    WARN = "warn"


@dataclass(frozen=True, slots=True)
class Reason:
    code: str
    source: str
    params: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule found, how hard it is, and the step of the form where to say it."""

    reason: Reason
    severity: Severity
    step: str


class Blocked(Exception):
    """The act cannot be done, for these reasons."""

    def __init__(self, reasons: tuple[Reason, ...]) -> None:
        super().__init__(", ".join(reason.code for reason in reasons))
        self.reasons = reasons


class StepNotAllowed(Exception):
    """The registration's state does not allow this step."""

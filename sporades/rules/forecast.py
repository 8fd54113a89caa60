"""How many will have registered when the window shuts, if people come as they did the session before?

The assumption is said with the figure: on a day that is so many days before the
limit, the same share of everybody has come. Days are counted back from the
limit, for that is what people hurry towards. Where one past session says too
little, the answer is why, never a number.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from math import ceil, floor, sqrt

# The same rhythm, but that much ahead or behind: weekdays and holidays do not fall alike.
DAYS_APART = 3
# 95 in 100, for what chance alone does to a count.
DEVIATIONS = 2.0
LEAST_PAST, LEAST_NOW, LEAST_SHARE = 30, 20, 0.05
# What is estimated is told by tens.
STEP = 10


@dataclass(frozen=True, slots=True)
class Curve:
    """How many registered on the day that is `n` days before the limit's own; less than 0 is after it."""

    days: Mapping[int, int]

    def until(self, days_left: int) -> int:
        """How many had registered at the end of that day."""
        return sum(count for day, count in self.days.items() if day >= days_left)

    @property
    def total(self) -> int:
        """Those whom the limit found registered: who came after it, by a date of their own, is not foreseen."""
        return self.until(0)


class NotEnough(StrEnum):
    """Why nothing is foreseen."""

    NO_PAST = "no_past"
    SMALL_PAST = "small_past"
    TOO_FEW = "too_few"
    TOO_EARLY = "too_early"


@dataclass(frozen=True, slots=True)
class Forecast:
    """The likely total, and the two between which it falls 95 times in 100 if the assumption holds."""

    low: int
    likely: int
    high: int
    share: float  # of the past session's that had come on that day


def forecast(so_far: int, past: Curve | None, *, days_left: int) -> Forecast | NotEnough:
    """`so_far`: registered at the end of the last whole day, which is `days_left` days before the limit's own."""
    if past is None:
        return NotEnough.NO_PAST
    if past.total < LEAST_PAST:
        return NotEnough.SMALL_PAST
    # The limit holds everybody: on its eve the rhythm is no more than one day behind.
    apart = max(0, min(DAYS_APART, days_left))
    share, behind = _share(past, days_left), _share(past, days_left + apart)
    if share < LEAST_SHARE or behind == 0:
        return NotEnough.TOO_EARLY
    if so_far < LEAST_NOW:
        return NotEnough.TOO_FEW
    ahead = _share(past, days_left - apart)
    chance = DEVIATIONS * _deviation(so_far / share, past.total, share)
    return Forecast(
        low=max(so_far, _down(so_far / ahead - chance)),
        likely=max(so_far, round(so_far / share / STEP) * STEP),
        high=_up(so_far / behind + chance),
        share=share,
    )


def _share(past: Curve, days_left: int) -> float:
    return past.until(max(0, days_left)) / past.total


def _deviation(total: float, past_total: int, share: float) -> float:
    """What chance does to a total whose `share` is known, when that share was itself seen once only."""
    return total * sqrt((1 - share) / share * (1 / total + 1 / past_total))


def _down(value: float) -> int:
    return floor(value / STEP) * STEP


def _up(value: float) -> int:
    return ceil(value / STEP) * STEP

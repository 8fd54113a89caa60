"""What can be sat in a speciality, and which of it does one sit with these answers?

Where a speciality's own units are not known here, the common ones stand alone
and a language is asked without being required: nothing unknown ever blocks.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sporades.rules.answers import Papers
from sporades.rules.catalogue import ANY_SPECIALTY, Diploma, Unit

Said = Mapping[str, Any]
# « Pas dans ma spécialité, ou je ne sais pas »
NO_LANGUAGE = "none"
# The compulsory languages of an exam, in their order.
LANGUAGES = ("language", "second_language")


@dataclass(frozen=True, slots=True)
class Offer:
    known: bool  # whether the speciality's own units are known here
    main: tuple[Unit, ...]  # compulsory, sport and languages set apart
    sport: Unit | None
    languages: tuple[Unit, ...]  # the compulsory languages, in their order
    optional: tuple[Unit, ...]

    @property
    def units(self) -> tuple[Unit, ...]:
        """All of them, in the order they are shown."""
        sport = (self.sport,) if self.sport else ()
        return (*self.main, *self.languages, *sport, *self.optional)

    @property
    def compulsory(self) -> tuple[Unit, ...]:
        """What the speciality surely has."""
        sport = (self.sport,) if self.sport else ()
        return (*self.main, *(unit for unit in self.languages if is_certain(unit)), *sport)

    @property
    def optional_languages(self) -> frozenset[str]:
        return frozenset(unit.code for unit in self.optional if unit.is_language)


def is_certain(unit: Unit) -> bool:
    """Whether the speciality itself names the unit; a common language exists in some of them only."""
    return unit.specialty != ANY_SPECIALTY


def offer(units: Iterable[Unit], *, known: bool, sport: str) -> Offer:
    """`sport`: the code of the diploma's unit of sport, if it has one."""
    listed = list(units)
    compulsory = [unit for unit in listed if not unit.optional]
    languages = [unit for unit in compulsory if unit.is_language]
    return Offer(
        known=known,
        main=tuple(unit for unit in compulsory if unit.code != sport and unit not in languages),
        sport=next((unit for unit in compulsory if unit.code == sport), None),
        languages=tuple(languages[:2]),
        optional=tuple(unit for unit in listed if unit.optional),
    )


def papers_of(said: Said, offered: Offer, kept: frozenset[str]) -> Papers:
    """What is sat this session: a unit declared as acquired (`kept`) is not."""
    sport = offered.sport
    asks_sport = sport is not None and sport.code not in kept
    sits_sport = asks_sport and said.get("pe") == "sit"
    sat = [unit.code for unit in _sat(said, offered) if unit.code not in kept]
    optional = [code for code in said.get("optional", []) if code not in kept]
    return Papers(
        form=said["form"],
        units=(*sat, sport.code) if sport and sits_sport else tuple(sat),
        pe=said["pe"] if asks_sport else "none",
        pe_activities=_listed(said.get("pe_activities")) if sits_sport else (),
        language=_language(said, offered, sat, 0),
        second_language=_language(said, offered, sat, 1),
        optional=tuple(optional),
        optional_language=said["optional_language"] if offered.optional_languages & set(optional) else "",
    )


def lacking(said: Said, offered: Offer, diploma: Diploma, kept: frozenset[str]) -> Iterator[tuple[str, str]]:
    """Each answer that is missing or does not fit, with the code of its sentence."""
    chosen, progressive = said.get("units", []), said.get("form") == "progressive"
    # Where the professional papers are not known here, one may well sit only those.
    if progressive and offered.known and not chosen and said.get("pe") != "sit":
        yield "units", "lacks_units"
    for name, unit in zip(LANGUAGES, offered.languages, strict=False):
        if unit.code not in kept:
            sits = unit.code in chosen if progressive else is_certain(unit)
            yield from _lacking_language(name, said.get(name) or "", sits=sits, progressive=progressive)
    yield from _lacking_sport(said, diploma)
    yield from _lacking_optional(said, offered, diploma)


def _lacking_language(name: str, answer: str, *, sits: bool, progressive: bool) -> Iterator[tuple[str, str]]:
    """Where it may not exist, it is said so: a compulsory paper is never left out by an empty answer."""
    if sits and answer in ("", NO_LANGUAGE):
        yield name, "lacks_language"
    elif not answer and not progressive:
        yield name, "lacks_language_or_none"


def _lacking_sport(said: Said, diploma: Diploma) -> Iterator[tuple[str, str]]:
    if said.get("pe") == "sit" and len(_listed(said.get("pe_activities"))) != diploma.pe_count:
        yield "pe_activities", f"lacks_pe_activities_{diploma.pe_count}"
    if said.get("pe") == "none" and said.get("form") == "global":
        yield "pe", "lacks_pe_in_global"


def _lacking_optional(said: Said, offered: Offer, diploma: Diploma) -> Iterator[tuple[str, str]]:
    chosen = said.get("optional", [])
    if len(chosen) > diploma.optional_count:
        yield "optional", f"lacks_optional_{diploma.optional_count}"
    if offered.optional_languages & set(chosen) and not said.get("optional_language"):
        yield "optional_language", "lacks_optional_language"


def _sat(said: Said, offered: Offer) -> Iterator[Unit]:
    """In the global form everything; a language that only some specialities have, if one was chosen."""
    for unit in (*offered.main, *offered.languages):
        if said["form"] == "progressive":
            sits = unit.code in said.get("units", [])
        else:
            sits = (
                unit not in offered.languages
                or is_certain(unit)
                or _chosen_language(said, offered, unit) != ""
            )
        if sits:
            yield unit


def _chosen_language(said: Said, offered: Offer, unit: Unit) -> str:
    chosen = said.get(LANGUAGES[offered.languages.index(unit)]) or ""
    return "" if chosen == NO_LANGUAGE else str(chosen)


def _language(said: Said, offered: Offer, sat: list[str], place: int) -> str:
    unit = offered.languages[place] if place < len(offered.languages) else None
    return _chosen_language(said, offered, unit) if unit and unit.code in sat else ""


def _listed(chosen: Any) -> tuple[str, ...]:
    return (chosen,) if chosen and isinstance(chosen, str) else tuple(chosen or ())

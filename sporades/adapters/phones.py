"""Which telephone number did this person mean?

A number of La Réunion is wrong for the rules of metropolitan France, and the
other way round, though both are ten digits: the region asked is tried first,
then the others of the same form. The Pacific and Saint-Pierre-et-Miquelon
count six or eight digits, which elsewhere is a number with a hole in it: they
are believed when that region is asked, or with their prefix (+687…).
"""

import phonenumbers

TEN_DIGITS = ("FR", "RE", "GP", "MQ", "GF", "YT")
_TEN_DIGIT_CODES = frozenset(phonenumbers.country_code_for_region(region) for region in TEN_DIGITS)


def parse(typed: str, region: str = "FR") -> str | None:
    """The number in E.164, or None; `region` is the country code of where the person lives."""
    # The library would read letters as on an old dial.
    if any(character.isalpha() for character in typed):
        return None
    for tried in dict.fromkeys((region, *TEN_DIGITS)):
        try:
            number = phonenumbers.parse(typed, tried)
        except phonenumbers.NumberParseException:
            continue
        if phonenumbers.is_valid_number(number):
            return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return None


def written(e164: str) -> str:
    """As a person writes it: « 06 12 34 56 78 », or « +687 25.12.34 » where that would not do."""
    number = phonenumbers.parse(e164)
    short = number.country_code in _TEN_DIGIT_CODES
    form = phonenumbers.PhoneNumberFormat
    return phonenumbers.format_number(number, form.NATIONAL if short else form.INTERNATIONAL)

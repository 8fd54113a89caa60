"""The noes that a page of the account knows how to say."""


class LinkIsOver(Exception):
    """The link was used, replaced by a newer one, or is too old."""


class WrongPassword(Exception):
    """The password given again is not the account's."""


class AlreadyFrozen(Exception):
    """The identity stands in a saved registration: a rectification is asked for instead."""


class NothingToChange(Exception):
    """What is asked for is what there is."""


class AddressTaken(Exception):
    """Another account has this address."""


class SamePerson(Exception):
    """Who asked does not decide: it takes two people."""


class AddressOfACandidate(Exception):
    """An account is a candidate's or an officer's, never both."""


class AlreadyOfTheOffice(Exception):
    """The address is an officer's already, or was invited already."""


class OutsideMandate(Exception):
    """An administrator gives only what they hold: their own académies."""


class LastAdministrator(Exception):
    """Without this administrator an académie would have none."""


class WrongCode(Exception):
    """The code is not the one of now, has served already, or the key is not one of the account's."""


class LastFactor(Exception):
    """Without this factor the account could not enter any more: another one is added first."""

"""The noes that a page of the account knows how to say."""


class LinkIsOver(Exception):
    """The link was used, replaced by a newer one, or is too old."""


class WrongPassword(Exception):
    """The password given again is not the account's."""


class AlreadyFrozen(Exception):
    """The identity stands in a saved registration: a rectification is asked for instead."""


class NothingToChange(Exception):
    """What is asked for is what there is."""


class WrongCode(Exception):
    """The code is not the one of now, has served already, or the key is not one of the account's."""


class LastFactor(Exception):
    """Without this factor the account could not enter any more: another one is added first."""

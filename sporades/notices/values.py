"""In which order do mails leave, when they cannot all leave at once?"""

from enum import IntEnum


class Urgency(IntEnum):
    ACCESS = 1  # what opens or guards an account: somebody waits before a page, or must stop a thief
    LETTER = 2  # what one person did or is told: a receipt, a date, a decision
    MANY = 3  # one piece of news for thousands, which must keep nobody's code waiting

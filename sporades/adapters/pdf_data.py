"""What does each paper need to know, word for word?

Every value is a French string, already written for a person: the templates
choose no word and count no day. They are TypedDicts because the journal of
documents keeps them as JSON, so that a paper can be proved long afterwards.
An empty string or an empty list leaves its part out.
"""

from typing import TypedDict


class Line(TypedDict):
    label: str
    value: str  # "" is printed as a dash
    wide: bool  # a long answer: it takes the whole width


class Paper(TypedDict):
    code: str  # « U1 », or "" for an acquis the catalogue does not know
    title: str
    status: str  # « présentée », « bénéfice de la note 12,5 (Nice, 2023) », « dispense »


class _Sheet(TypedDict):
    """The head and the foot of every page."""

    heading: str  # « Confirmation d’inscription »
    academy: str  # « Académie de Nice »
    number: str
    version: str
    contact: str  # the service, its address, its telephone: one line of the foot
    issued: str  # « Éditée le 5 novembre 2024, 9 h 12 (heure de Paris) »
    codes: list[str]  # codes.for_pages(document): one text a page, more than there are pages
    verify: str  # where their references are typed: codes.page()
    bearer: str  # the initials of whom it is about: all that is said of them to who checks it


class _Exam(TypedDict):
    exam: str  # « Certificat d’aptitude professionnel »
    specialty: str
    exam_session: str  # « Session 2025 »


class Confirmation(_Sheet, _Exam):
    instruction: str  # « Vérifiez, datez, signez, puis déposez … au plus tard le … »
    sanction: str  # « Sans elle, votre candidature sera annulée. »
    identity: list[Line]
    contact_lines: list[Line]
    situation: list[Line]  # handicap among them, yes or no
    papers_lines: list[Line]  # form, languages, physical education
    papers: list[Paper]
    acquis: list[Paper]  # those that name no unit of `papers`
    signing_heading: str  # « Signature »
    statement: str  # « Je certifie l’exactitude … », or when and how it was signed on line
    signatures: list[str]  # frames: « Date », « Signature du candidat », « … du représentant légal »


class PieceLine(TypedDict):
    title: str
    explanation: str
    if_missing: str


class PieceGroup(TypedDict):
    due: str  # « Au plus tard le vendredi 15 novembre 2024, 23 h 59 (heure de Paris) »
    pieces: list[PieceLine]


class PiecesList(_Sheet, _Exam):
    candidate: str
    instruction: str  # where and in which formats
    groups: list[PieceGroup]
    closing: str


class FileLine(TypedDict):
    piece: str
    name: str
    received: str
    size: str
    digest: str  # SHA-256 in hexadecimal, or ""


class AskedLine(TypedDict):
    piece: str
    asked: str  # when it was asked
    due: str  # until when it could be given
    state: str
    source: str  # the text that asks it


class MailLine(TypedDict):
    title: str
    written: str
    outcome: str  # « parti le … », « refusé par le relais », « en attente »


class EventLine(TypedDict):
    at: str
    what: str
    by: str
    decided: str  # rule, source and edition, or ""
    reason: str  # the words of who decided, or ""


class Evidence(_Sheet, _Exam):
    candidate: str
    instruction: str  # what the sheet is, and where it comes from
    standing: str
    asked: list[AskedLine]
    files: list[FileLine]
    mails: list[MailLine]
    events: list[EventLine]
    closing: str  # what was left out, and the head of the journal's chain


class DueLine(TypedDict):
    piece: str
    due: str  # « vendredi 15 novembre 2024, 23 h 59 (heure de Paris) »


class Receipt(_Sheet, _Exam):
    candidate: str
    sentence: str  # what happened: « Nous avons reçu … »
    facts: list[Line]
    files: list[FileLine]
    standing: str  # the one sentence of where the file stands
    due: list[DueLine]  # what is still to be given
    appeal: str  # what the receipt is not, and how a decision is contested

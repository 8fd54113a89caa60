"""What is said to the office of mails that stay, a silent antivirus or store, a file, a cachet, a list that fails?"""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sporades.adapters import clocks
from sporades.registrations.queries.alarms import AWAY, DAMAGED, NO_CACHET, OLD, STUCK, UNMADE, Alarm, told_to
from sporades.rules import french
from sporades.staff_site.doors import OfficerRequest
from sporades.staff_site.showing import zone_of


def told(request: OfficerRequest) -> list[str]:
    zone = zone_of(request.mandate)
    found = told_to(request.mandate, now=request.now, machine_now=clocks.machine_now())
    return [_said(alarm, french.spoken_instant(alarm.since, zone.zone, zone.zone_name)) for alarm in found]


def _said(alarm: Alarm, since: str) -> str:
    if alarm.kind == OLD:
        return _(
            "L’antivirus travaille avec des signatures du %(since)s : il ne connaît pas les virus plus récents. "
            "Prévenez l’exploitant."
        ) % {"since": since}
    if alarm.kind == AWAY:
        return _(
            "Les fichiers ne peuvent être ni lus ni reçus depuis le %(since)s. Ce qui était déposé n’est pas perdu ; "
            "chaque essai d’un candidat est noté dans son dossier. Prévenez l’exploitant."
        ) % {"since": since}
    return _counted(alarm.kind, alarm.count) % {"n": alarm.count, "since": since}


def _counted(kind: str, count: int) -> str:
    if kind == STUCK:
        return ngettext(
            "%(n)s courriel attend de partir depuis le %(since)s. Rien n’est perdu : il partira dès que possible. "
            "Prévenez l’exploitant.",
            "%(n)s courriels attendent de partir, le plus ancien depuis le %(since)s. Rien n’est perdu : ils "
            "partiront dès que possible, les urgents d’abord. Prévenez l’exploitant.",
            count,
        )
    if kind == DAMAGED:
        return ngettext(
            "%(n)s fichier conservé n’est plus celui qui a été reçu. Rien d’autre n’est touché ; prévenez "
            "l’exploitant, qui le reprend dans une sauvegarde.",
            "%(n)s fichiers conservés ne sont plus ceux qui ont été reçus. Rien d’autre n’est touché ; prévenez "
            "l’exploitant, qui les reprend dans une sauvegarde.",
            count,
        )
    if kind == NO_CACHET:
        return ngettext(
            "Le cachet électronique n’a pas pu être apposé sur %(n)s document, établi le %(since)s. Le document "
            "reste valable et s’ouvre sans lui ; l’apposition reprend seule. Prévenez l’exploitant.",
            "Le cachet électronique n’a pas pu être apposé sur %(n)s documents, le plus ancien établi le %(since)s. "
            "Ils restent valables et s’ouvrent sans lui ; l’apposition reprend seule. Prévenez l’exploitant.",
            count,
        )
    if kind == UNMADE:
        return ngettext(
            "%(n)s liste du chef de bureau ne peut pas être préparée depuis le %(since)s. Rien n’est décidé ; "
            "elle est dans les échéances. Prévenez l’exploitant.",
            "%(n)s listes du chef de bureau ne peuvent pas être préparées, la première depuis le %(since)s. Rien "
            "n’est décidé ; elles sont dans les échéances. Prévenez l’exploitant.",
            count,
        )
    return ngettext(
        "L’antivirus ne s’est pas prononcé sur %(n)s fichier, reçu le %(since)s. Il ne peut pas encore être "
        "validé ; aucun candidat n’y perd un délai. Prévenez l’exploitant.",
        "L’antivirus ne s’est pas prononcé sur %(n)s fichiers, le plus ancien reçu le %(since)s. Ils ne peuvent "
        "pas encore être validés ; aucun candidat n’y perd un délai. Prévenez l’exploitant.",
        count,
    )

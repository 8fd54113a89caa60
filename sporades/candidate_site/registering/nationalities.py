"""How is a nationality said in French, and which one did this person type?

People write « portugaise », « Portugal » or « portugais ». A country without
an adjective here is found by its name alone.
"""

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from sporades.candidate_site.registering.forms.base import finder
from sporades.reference.load import reference

FRENCH = "FR"

# Feminine, as after « nationalité »; the masculine differs by its last letters, which the search forgives.
_SAID = """
AF afghane, ZA sud-africaine, AL albanaise, DZ algérienne, DE allemande, AD andorrane, AO angolaise,
AG antiguaise, SA saoudienne, AR argentine, AM arménienne, AU australienne, AT autrichienne,
AZ azerbaïdjanaise, BS bahaméenne, BH bahreïnienne, BD bangladaise, BB barbadienne, BY biélorusse,
BE belge, BZ bélizienne, BJ béninoise, BT bhoutanaise, MM birmane, BO bolivienne, BA bosnienne,
BW botswanaise, BR brésilienne, BN brunéienne, BG bulgare, BF burkinabè, BI burundaise, KH cambodgienne,
CM camerounaise, CA canadienne, CV cap-verdienne, CL chilienne, CN chinoise, CY chypriote, CO colombienne,
KM comorienne, CG congolaise, KP nord-coréenne, KR sud-coréenne, CR costaricienne, CI ivoirienne,
HR croate, CU cubaine, DK danoise, DJ djiboutienne, DM dominiquaise, EG égyptienne, SV salvadorienne,
AE émirienne, EC équatorienne, ER érythréenne, ES espagnole, EE estonienne, SZ swazie, US américaine,
ET éthiopienne, FJ fidjienne, FI finlandaise, FR française, GA gabonaise, GM gambienne, GE géorgienne,
GH ghanéenne, GR grecque, GD grenadienne, GT guatémaltèque, GN guinéenne, GQ équato-guinéenne,
GW bissau-guinéenne, GY guyanienne, HT haïtienne, HN hondurienne, HU hongroise, MH marshallaise,
SB salomonaise, IN indienne, ID indonésienne, IQ irakienne, IR iranienne, IE irlandaise, IS islandaise,
IL israélienne, IT italienne, JM jamaïcaine, JP japonaise, JO jordanienne, KZ kazakhe, KE kényane,
KG kirghize, KI kiribatienne, KW koweïtienne, LA laotienne, LS lésothane, LV lettone, LB libanaise,
LR libérienne, LY libyenne, LI liechtensteinoise, LT lituanienne, LU luxembourgeoise, MK macédonienne,
MG malgache, MY malaisienne, MW malawienne, MV maldivienne, ML malienne, MT maltaise, MA marocaine,
MU mauricienne, MR mauritanienne, MX mexicaine, FM micronésienne, MD moldave, MC monégasque, MN mongole,
ME monténégrine, MZ mozambicaine, NA namibienne, NR nauruane, NP népalaise, NI nicaraguayenne,
NE nigérienne, NG nigériane, NO norvégienne, NZ néo-zélandaise, OM omanaise, UG ougandaise, UZ ouzbèke,
PK pakistanaise, PW palaosienne, PS palestinienne, PA panaméenne, PG papouasienne, PY paraguayenne,
NL néerlandaise, PE péruvienne, PH philippine, PL polonaise, PT portugaise, QA qatarienne,
CF centrafricaine, CD congolaise, DO dominicaine, RO roumaine, GB britannique, RU russe, RW rwandaise,
KN christophienne, SM saint-marinaise, VC saint-vincentaise, LC saint-lucienne, WS samoane,
ST santoméenne, SN sénégalaise, RS serbe, SC seychelloise, SL sierra-léonaise, SG singapourienne,
SK slovaque, SI slovène, SO somalienne, SD soudanaise, SS sud-soudanaise, LK sri-lankaise, SE suédoise,
CH suisse, SR surinamaise, SY syrienne, TJ tadjike, TW taïwanaise, TZ tanzanienne, TD tchadienne,
CZ tchèque, TH thaïlandaise, TL est-timoraise, TG togolaise, TO tongienne, TT trinidadienne,
TN tunisienne, TM turkmène, TR turque, TV tuvaluane, UA ukrainienne, UY uruguayenne, VU vanuataise,
VA vaticane, VE vénézuélienne, VN vietnamienne, YE yéménite, ZM zambienne, ZW zimbabwéenne
"""
_ADJECTIVES: Mapping[str, str] = dict(
    entry.split(maxsplit=1) for entry in _SAID.replace("\n", " ").strip().split(", ")
)


@lru_cache(maxsize=1)
def nationalities() -> Mapping[str, str]:
    """« Portugaise (Portugal) », for every country of the list; France's overseas are French."""
    return {
        country.code: _said(country.code, country.name)
        for country in reference().countries.values()
        if country.code == FRENCH or not country.french
    }


@lru_cache(maxsize=1)
def search() -> dict[str, Callable[[str], Any]]:
    return finder(nationalities())


def _said(code: str, name: str) -> str:
    adjective = _ADJECTIVES.get(code, "")
    return f"{adjective[:1].upper()}{adjective[1:]} ({name})" if adjective else name

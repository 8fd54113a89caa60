"""How does what was typed, or what a key answered, become a factor of the account?"""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from sporades.accounts import actions, facts, totp
from sporades.staff_site.entering.forms import APPLICATION, KEY
from sporades.ui.posting import Stamped

if TYPE_CHECKING:
    from sporades.accounts.models import Account


def enrol(request: Stamped, account: "Account", said: Mapping[str, str]) -> tuple[str, ...]:
    """Adds the key that answered, or the application that was offered in this session.

    Gives the recovery codes if this is the first factor. Raises WrongCode, TooMany.
    """
    by, now = facts.owner_of(account), request.now
    if said["answer"]:
        return actions.add_key(account, answer=said["answer"], name=str(KEY), by=by, now=now)
    secret = totp.offered(request.session)
    codes = actions.add_totp(account, secret=secret, code=said["code"], name=str(APPLICATION), by=by, now=now)
    totp.withdraw(request.session)
    return codes

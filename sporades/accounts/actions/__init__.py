"""Everything that can be done to an account, one transaction each."""

from sporades.accounts.actions.addresses import ask_email_change, confirm_email_change
from sporades.accounts.actions.factors import (
    add_key,
    add_totp,
    pass_code,
    pass_key,
    remove_factor,
    rename_factor,
    renew_codes,
    reset_factors,
)
from sporades.accounts.actions.inviting import (
    accept_invitation,
    invite,
    renew_invitation,
    revoke_invitation,
)
from sporades.accounts.actions.officers import change_mandate, switch_off, switch_on
from sporades.accounts.actions.opening import activate, delete_unactivated, resend_link, sign_up
from sporades.accounts.actions.particulars import (
    change_identity,
    file_rectification,
    freeze_identity,
    keep_contact,
)
from sporades.accounts.actions.reading import watch_reading
from sporades.accounts.actions.refusals import AlreadyFrozen, LinkIsOver, NothingToChange, WrongPassword
from sporades.accounts.actions.restoring import forget_former_addresses, restore_address
from sporades.accounts.actions.secrets import ask_reset, change_password, prove, reset_password

__all__ = [
    "AlreadyFrozen",
    "LinkIsOver",
    "NothingToChange",
    "WrongPassword",
    "accept_invitation",
    "activate",
    "add_key",
    "add_totp",
    "ask_email_change",
    "ask_reset",
    "change_identity",
    "change_mandate",
    "change_password",
    "confirm_email_change",
    "delete_unactivated",
    "file_rectification",
    "forget_former_addresses",
    "freeze_identity",
    "invite",
    "keep_contact",
    "pass_code",
    "pass_key",
    "prove",
    "remove_factor",
    "rename_factor",
    "renew_codes",
    "renew_invitation",
    "resend_link",
    "reset_factors",
    "reset_password",
    "restore_address",
    "revoke_invitation",
    "sign_up",
    "switch_off",
    "switch_on",
    "watch_reading",
]

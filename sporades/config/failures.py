"""What does whoever typed a command read when it cannot be done?

They know the machine, not the code: a setting that cannot be read, a database
that does not answer or has not been given its tables, a file that is not there
or may not be read, is a sentence. Anything else is a bug, and keeps its trace.
"""

import errno
import re
from getpass import getuser

from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, OperationalError

OF_THE_MACHINE = {errno.ENOENT, errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOSPC, errno.EDQUOT}
_MENDED_BY = {
    r"permission denied for (table|sequence|schema)": (
        "As an administrator of PostgreSQL, run deploy/postgresql-roles.sql again: "
        "what a migration adds answers to nobody before."
    ),
    r"(relation|column) .* does not exist|no such (table|column)": (
        "`sporades migrate` makes what a release adds."
    ),
}


def sentence(error: Exception) -> str:
    """What to say of it; empty of a bug."""
    if isinstance(error, ImproperlyConfigured):
        return f"The settings cannot be read:\n{error}"
    if isinstance(error, DatabaseError):
        return of_the_database(error)
    if isinstance(error, OSError) and error.errno in OF_THE_MACHINE:
        # A disk that fills up in the middle of a file does not name it.
        return f"{error.filename or 'A file'}: {error.strerror}, for the user {getuser()}"
    return ""


def of_the_database(error: DatabaseError) -> str:
    """The same, of the database alone."""
    said = (str(error).strip() or type(error).__name__).splitlines()[0]
    for pattern, remedy in _MENDED_BY.items():
        if re.search(pattern, said):
            return f"The database says: {said}\n{remedy}"
    if isinstance(error, OperationalError):
        return f"The database that SPORADES_DATABASE names could not be used: {said}"
    return ""

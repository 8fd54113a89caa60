"""How much does it cost to try one password?

OWASP's minimum for argon2id: 24 ms and 19 MiB. Django's default takes 100 MiB
for each login: a class that logs in together would empty the machine.
"""

from django.contrib.auth.hashers import Argon2PasswordHasher


class Argon2(Argon2PasswordHasher):
    time_cost = 2
    memory_cost = 19456  # KiB
    parallelism = 1

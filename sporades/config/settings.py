"""Which settings run, from what the operator said in the environment.

Production is the default: the demonstration and the tests say what they are.
`python -m sporades check --deploy` refuses what must never run for real.
"""

import hashlib
import os
from pathlib import Path

from sporades.config import environment

BASE_DIR = Path(__file__).resolve().parents[2]
REFERENCE_DIR = BASE_DIR / "reference"
DATA_DIR = environment.folder("SPORADES_DATA", BASE_DIR / "var")
SITE_URL = environment.site("SPORADES_URL", "http://127.0.0.1:8000")

# The demonstration: a clock that moves, every mail on a page, known accounts.
SPORADES_DEMO = environment.flag("SPORADES_DEMO")
# How many candidates come beside its cast, little by little.
DEMO_CROWD = environment.number("SPORADES_DEMO_CROWD", default=300)
# Local: plain HTTP on this machine, for the demonstration and the tests.
SPORADES_LOCAL = environment.flag("SPORADES_LOCAL", default=SPORADES_DEMO)
DEBUG = False


def _secret(name: str) -> str:
    value = environment.text(name)
    size = len(value.encode())
    # 128 bits, were each of its bytes at random: nothing shorter can be.
    if size < 16 and (value or not SPORADES_LOCAL):
        said = f"has {size} bytes" if value else "is not set"
        environment.refuse(
            name, f"{said}: it must be a long random text, `openssl rand -base64 48` makes one"
        )
    return value or hashlib.sha256(f"local {name}".encode()).hexdigest()


SECRET_KEY = _secret("SPORADES_SECRET_KEY")
SECRET_KEY_FALLBACKS = environment.words("SPORADES_SECRET_KEY_FALLBACKS")
# Authenticates the codes printed on what we issue: to change it is to disown papers already signed.
CODE_KEY = _secret("SPORADES_CODE_KEY").encode()
FILE_KEYS = environment.file_keys("SPORADES_FILE_KEYS")
if not FILE_KEYS and not SPORADES_LOCAL:
    environment.refuse(
        "SPORADES_FILE_KEYS", "has no key: it must be like 2026:base64, of `openssl rand -base64 32`"
    )
FILE_KEYS = FILE_KEYS or {"local": hashlib.sha256(b"local file key").digest()}
# Where the sealed files are kept: a folder of ours, or a bucket. A demonstration empties its store when it begins.
STORAGE = "" if SPORADES_DEMO else environment.store("SPORADES_STORAGE")
STORAGE_KEY = environment.text("SPORADES_STORAGE_KEY")
STORAGE_SECRET = environment.text("SPORADES_STORAGE_SECRET")
# They sign each day's root of the journal; the first one must be able to.
SEAL_KEYS = environment.seal_keys("SPORADES_SEAL_KEYS")
if not SEAL_KEYS and SPORADES_LOCAL:
    SEAL_KEYS = {"demonstration": hashlib.sha256(b"local seal key").digest()}
# The certificates of the cachet on what we issue, files in PEM; the first one holds its key too.
CACHETS = [Path(place) for place in environment.words("SPORADES_CACHETS")]

ALLOWED_HOSTS = environment.words("SPORADES_HOSTS", "127.0.0.1,localhost" if SPORADES_LOCAL else "")
CSRF_TRUSTED_ORIGINS = environment.words("SPORADES_ORIGINS")
# Addresses of the front servers whose X-Sporades-… and X-Forwarded-… headers are believed.
TRUSTED_PROXIES = environment.machines("SPORADES_TRUSTED_PROXIES")
CLAMD_SOCKET = environment.socket("SPORADES_CLAMD")
# Read by deploy/gunicorn.conf.py; here too, so that what cannot be read is told with the rest.
PROCESSES = environment.number("SPORADES_PROCESSES", default=os.cpu_count() or 1)

INSTALLED_APPS = [
    "sporades.config",
    *(["sporades.demo"] if SPORADES_DEMO else []),
    "sporades.candidate_site",
    "sporades.staff_site",
    "sporades.jobs",
    "sporades.records",
    "sporades.registrations",
    "sporades.calendars",
    "sporades.accounts",
    "sporades.notices",
    "sporades.documents",
    "sporades.journal",
    "sporades.ui",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    # First: nobody may read what a stranger said in the front's name.
    "sporades.config.middleware.Door",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "sporades.config.middleware.Headers",
    "sporades.config.middleware.Readable",
    "django.contrib.sessions.middleware.SessionMiddleware",
    # Django's LocaleMiddleware, once there are two.
    "sporades.config.middleware.OneLanguage",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "sporades.config.middleware.StoreAway",
    "sporades.config.seeing.SeeingAsCandidate",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "sporades.config.urls"
WSGI_APPLICATION = "sporades.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": False,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                *(["sporades.demo.context.strip"] if SPORADES_DEMO else []),
            ],
            # Django's own tags, of which what is the same on every page is drawn once (decision 0073).
            "libraries": dict.fromkeys(("i18n", "static"), "sporades.ui.templatetags.fixed"),
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    ["django.template.loaders.app_directories.Loader"],
                )
            ],
        },
    }
]
# Two libraries of one name: ours is meant.
SILENCED_SYSTEM_CHECKS = ["templates.W003"]

DATABASES = {"default": environment.database("SPORADES_DATABASE", f"sqlite://{DATA_DIR}/sporades.sqlite3")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "accounts.Account"
PASSWORD_HASHERS = ["sporades.accounts.hashers.Argon2"]
SESSION_ENGINE = "sporades.accounts.sessions"
# A candidate comes back next day on the same phone: drafts are on the server, the session may last.
SESSION_COOKIE_AGE = 14 * 24 * 3600
SESSION_COOKIE_NAME = "session" if SPORADES_LOCAL else "__Host-session"
CSRF_COOKIE_NAME = "csrf" if SPORADES_LOCAL else "__Host-csrf"
# A phone restores yesterday's tab: its token must still be good.
CSRF_COOKIE_AGE = 365 * 24 * 3600
CSRF_FAILURE_VIEW = "sporades.candidate_site.errors.csrf_failed"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = not SPORADES_LOCAL
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SECURE_HSTS_SECONDS = 0 if SPORADES_LOCAL else 365 * 24 * 3600
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = not SPORADES_LOCAL
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXIES else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", "Français")]
TIME_ZONE = "UTC"
USE_TZ = True
USE_I18N = True
LOCALE_PATHS = [BASE_DIR / "sporades" / "locale"]

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if SPORADES_LOCAL
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = SPORADES_LOCAL

# Ten megabytes a file, a handful at once; what is larger is refused before it is read.
LARGEST_REQUEST = 60 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 400
DATA_UPLOAD_MAX_NUMBER_FILES = 12
FILE_UPLOAD_MAX_MEMORY_SIZE = 11 * 1024 * 1024

MAIL_FROM = environment.text("SPORADES_MAIL_FROM", "Sporades <ne-pas-repondre@sporades.example>")
DEFAULT_FROM_EMAIL = SERVER_EMAIL = MAIL_FROM
# Where a mail that cannot be delivered comes back: « retours@… », each with a signed token after a plus sign.
MAIL_RETURN = environment.text("SPORADES_MAIL_RETURN", "retours@sporades.example" if SPORADES_LOCAL else "")
# In the demonstration no mail leaves the machine: its page shows them all.
EMAIL_BACKEND = f"django.core.mail.backends.{'dummy' if SPORADES_DEMO else 'smtp'}.EmailBackend"
EMAIL_HOST = environment.text("SPORADES_SMTP_HOST", "localhost")
EMAIL_PORT = environment.number("SPORADES_SMTP_PORT", default=25)
EMAIL_HOST_USER = environment.text("SPORADES_SMTP_USER")
EMAIL_HOST_PASSWORD = environment.text("SPORADES_SMTP_PASSWORD")
EMAIL_USE_TLS = environment.flag("SPORADES_SMTP_TLS")
EMAIL_TIMEOUT = 20

# What allauth is asked to do, and no more: stages of the login, second factors, list of the sessions.
# Activation, resets, throttles and password rules are sporades.accounts' own.
ACCOUNT_ADAPTER = "sporades.accounts.allauth_adapter.AccountAdapter"
MFA_ADAPTER = "sporades.accounts.mfa_adapter.MFAAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_RATE_LIMITS = False
AUTHENTICATION_BACKENDS = ["sporades.accounts.backends.Mailbox"]
PASSWORD_RESET_TIMEOUT = 3600
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "space"
STAFF_REDIRECT_URL = "staff_home"
LOGOUT_REDIRECT_URL = "home"
# The list says when a device logged in: to follow it further would cost a write a page.
USERSESSIONS_TRACK_ACTIVITY = False

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "sporades.config.logs.Line"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        # Its messages quote what people typed.
        "django.security.DisallowedHost": {"level": "CRITICAL"},
        # It names the credential of each key.
        "fido2": {"level": "WARNING"},
        # It names each of its readers, for each mail that came back.
        "flufl.bounce": {"level": "WARNING"},
        # It greets at every start.
        "pikepdf": {"level": "WARNING"},
    },
}

environment.settle()

"""Settings, all from the environment, with defaults for production.

docs/operations.md lists the variables.
"""

import os
from pathlib import Path
from urllib.parse import quote, urlsplit

from csp.constants import NONCE, NONE, SELF

from . import environment, error_reports

BASE_DIR = Path(__file__).resolve().parent.parent

DEBUG = environment.flag(os.environ, "DEBUG")
SECRET_KEY = environment.secret(os.environ, "SECRET_KEY")
SITE_URL = environment.site_url(os.environ, "SITE_URL", default="http://127.0.0.1:8000")
SITE_NAME = environment.text(os.environ, "SITE_NAME", default="Monograph drug guides")
SITE_HOST = urlsplit(SITE_URL).hostname or ""
ALLOWED_HOSTS = environment.words(os.environ, "ALLOWED_HOSTS", default=("127.0.0.1", "localhost", SITE_HOST))
PASSWORD_HASHERS = [
    "monograph.accounts.hashers.LimitedArgon2PasswordHasher",
    "monograph.accounts.hashers.LimitedPBKDF2PasswordHasher",
]
# Passwords that one process checks at a time at the login, and as many for people who sign.
PASSWORD_CHECKS = environment.whole_number(os.environ, "PASSWORD_CHECKS", default=1, maximum=16)
DATABASES = {
    "default": environment.database(
        os.environ, "DATABASE_URL", default=f"sqlite:///{quote(str(BASE_DIR / 'var' / 'db.sqlite3'))}"
    )
}
vars().update(environment.mail_settings(environment.email(os.environ, "EMAIL_URL", default="console:")))
DEFAULT_FROM_EMAIL = environment.sender(os.environ, "MAIL_FROM", default=f"Monograph <noreply@{SITE_HOST}>")

INSTALLED_APPS = [
    "monograph",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "csp",
    "django_otp",
    "django_otp.plugins.otp_static",
    "django_otp.plugins.otp_totp",
    "django_prose_editor",
    "import_export",
]
MIDDLEWARE = [
    "config.logs.RequestIdMiddleware",
    "monograph.public.page_cache.PageCacheMiddleware",
    # Before what may answer by itself, so that static files and redirects have the headers too.
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "monograph.accounts.network.NetworkMiddleware",
    "monograph.accounts.try_later.TryLaterMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "monograph.accounts.middleware.SecondFactorMiddleware",
    "monograph.accounts.middleware.LoggedOutMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
]
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
ASGI_APPLICATION = "config.asgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Preflight: the numbers to call by the words that name them in a text, so that one with a mistyped figure is found;
# which numbers are emergency numbers; and whether errors block a submission too (they always block publishing).
NUMBERS_TO_CALL = environment.pairs(
    os.environ, "NUMBERS_TO_CALL", default=("poison=1-800-222-1222", "FDA=1-800-FDA-1088", "MedWatch=1-800-FDA-1088")
)
EMERGENCY_NUMBERS = environment.words(os.environ, "EMERGENCY_NUMBERS", default=("911",))
PREFLIGHT_STOPS_SUBMISSION = environment.flag(os.environ, "PREFLIGHT_STOPS_SUBMISSION", default=False)

# Days until a review is due; boxed warnings, dosage and overdose are due within three (models.Review.due_at).
REVIEW_DAYS = environment.whole_number(os.environ, "REVIEW_DAYS", default=7)

# The page cache of a worker: how long it serves a page without checking the database, and how long it serves a stale
# one while the database is down.
PAGES_TRUSTED_SECONDS = 0.5
PAGES_STALE_SECONDS = environment.whole_number(os.environ, "PAGES_STALE_SECONDS", default=3600)

# The address alone picks the language of a public page: /es/ comes before the rest. Guides are in GUIDE_LANGUAGE,
# whatever the language of the page around them.
LANGUAGE_CODE = GUIDE_LANGUAGE = "en"
LANGUAGES = [("en", "English"), ("es", "Español")]
LOCALE_PATHS = [BASE_DIR / "monograph" / "locale"]
FORMAT_MODULE_PATH = "config.formats"
# Everything is stored, computed and shown in UTC, and labeled as UTC. People plan by their local time, so the desks
# take and show the time of a scheduled publication in DESK_TIME_ZONE, with UTC beside it.
TIME_ZONE = "UTC"
USE_TZ = True
DESK_TIME_ZONE = environment.time_zone(os.environ, "TIME_ZONE", default="UTC")

STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / "var" / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "config.storage.StaticFilesStorage"
    },
}

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
# Of the links in mails with which people choose a password or end a suspension: 72 hours.
PASSWORD_RESET_TIMEOUT = 72 * 60 * 60
# Rights to sign, licenses and printed names count only once a second administrator has confirmed them. A site that has
# one administrator turns this off; its signature sheets then say so.
SECOND_ADMINISTRATOR = environment.flag(os.environ, "SECOND_ADMINISTRATOR", default=True)
# Login through a provider of OpenID Connect. With LOCAL_PASSWORDS off, passwords open one account only, for the day on
# which the provider is down; its use is reported to every administrator.
SINGLE_SIGN_ON = environment.single_sign_on(
    issuer=os.environ.get("OIDC_ISSUER", "").strip(),
    client_id=os.environ.get("OIDC_CLIENT_ID", "").strip(),
    client_secret=environment.value_or_file(os.environ, "OIDC_CLIENT_SECRET"),
    roles=environment.pairs(os.environ, "OIDC_ROLES"),
    groups_claim=environment.text(os.environ, "OIDC_GROUPS_CLAIM", default="groups"),
    label=environment.text(os.environ, "OIDC_LABEL", default="single sign-on"),
)
LOCAL_PASSWORDS = environment.flag(os.environ, "LOCAL_PASSWORDS", default=True)
BREAK_GLASS_ACCOUNT = os.environ.get("BREAK_GLASS_ACCOUNT", "").strip()
LOGIN_URL = "admin:login"
LOGIN_REDIRECT_URL = "admin:index"
AUTHENTICATION_BACKENDS = ["monograph.accounts.backends.AccountBackend"]
# What signers need: a passkey; or a passkey or a code; or their password, and a code if they have an app.
WAYS_TO_SIGN = ("passkey", "second_factor", "password")
SIGNING_REQUIRES = environment.choice(
    os.environ, "SIGNING_REQUIRES", WAYS_TO_SIGN, default="password" if DEBUG else "second_factor"
)
PASSKEY_ORIGIN = environment.passkey_origin(SITE_URL)
OTP_TOTP_ISSUER = SITE_NAME  # the title that an authenticator app gives the codes

# The longest section of a guide is far below this.
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FILES = 1
FILE_UPLOAD_HANDLERS = [
    "monograph.interchange.uploads.LimitedUploadHandler",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

# Cookies and transport. Plain HTTP is for development: a site with an https address is served over HTTPS only.
IS_HTTPS = SITE_URL.startswith("https://")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IS_HTTPS
SESSION_COOKIE_HTTPONLY = True
# A login ends after this time without a request of its user, and after these hours in any case.
SESSION_IDLE_SECONDS = 60 * environment.whole_number(os.environ, "SESSION_IDLE_MINUTES", default=60)
SESSION_COOKIE_AGE = 60 * 60 * environment.whole_number(os.environ, "SESSION_HOURS", default=12, maximum=168)
SECURE_SSL_REDIRECT = IS_HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if IS_HTTPS else None
# Proxies that append to X-Forwarded-For. HTTPS ends at one of the site's own.
TRUSTED_PROXIES = environment.whole_number(os.environ, "TRUSTED_PROXIES", default=int(IS_HTTPS), minimum=0, maximum=9)
# Whether a proxy reads each request whole before it passes it on; None while nobody has said so.
BUFFERING_PROXY = environment.flag(os.environ, "BUFFERING_PROXY") if "BUFFERING_PROXY" in os.environ else None
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if IS_HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = IS_HTTPS
CSRF_TRUSTED_ORIGINS = [SITE_URL]
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    },
}

# Spreadsheets: every endpoint checks a permission, an import is all or nothing, and an export escapes formulas.
IMPORT_EXPORT_IMPORT_PERMISSION_CODE = "import"
IMPORT_EXPORT_EXPORT_PERMISSION_CODE = "export"
IMPORT_EXPORT_USE_TRANSACTIONS = True
IMPORT_EXPORT_ESCAPE_FORMULAE_ON_EXPORT = True
IMPORT_EXPORT_SKIP_ADMIN_LOG = True

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "json": {"()": "config.logs.JsonFormatter"},
        "line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"},
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line" if DEBUG else "json"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        # Without the handlers that Django gives it, which write nothing outside development.
        "django": {"handlers": [], "level": "INFO" if DEBUG else "WARNING"},
        # Errors of the site, rather than each address that robots try.
        "django.request": {"level": "WARNING" if DEBUG else "ERROR"},
        "monograph": {"level": "INFO"},
    },
}
ERROR_REPORTING_DSN = environment.error_service(os.environ, "ERROR_REPORTING_DSN")
if ERROR_REPORTING_DSN:
    error_reports.start(ERROR_REPORTING_DSN, environment=SITE_HOST)

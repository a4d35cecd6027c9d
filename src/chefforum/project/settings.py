"""Settings: safe defaults for one machine, everything else from the environment (docs/operations.md lists it)."""

from pathlib import Path

import environ
from django.core.exceptions import ImproperlyConfigured
from django.core.management.utils import get_random_secret_key

env = environ.Env()

# Data lie in one folder: the database, the documents and the secret key. Back up that folder and all is backed up.
DATA_DIR = Path(env.str("CHEFFORUM_DATA", default=str(Path.cwd() / "var"))).resolve()
DATA_DIR.mkdir(parents=True, exist_ok=True)


def _secret_key() -> str:
    """The key from the environment, else one made once and kept beside the data, readable by its owner alone."""
    if key := env.str("SECRET_KEY", default=""):
        return key
    path = DATA_DIR / "secret-key"
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(get_random_secret_key())
    return path.read_text()


SECRET_KEY = _secret_key()
DEBUG = env.bool("DEBUG", default=False)
DEMO = env.bool("CHEFFORUM_DEMO", default=False)
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
MUNICIPALITY = env.str("CHEFFORUM_MUNICIPALITY", default="Lindeby Kommune")

# The site's own address, for links in mails and calendars; empty: calendars take it from the request.
CHEFFORUM_ADDRESS = env.str("CHEFFORUM_ADDRESS", default="").rstrip("/")

# Mail: off until a server is named, e.g. EMAIL_URL=smtp+tls://user:password@host:587.
MAIL_IS_ON = bool(env.str("EMAIL_URL", default=""))
if MAIL_IS_ON and not CHEFFORUM_ADDRESS:
    raise ImproperlyConfigured("EMAIL_URL also needs CHEFFORUM_ADDRESS: mails hold links to the site.")
vars().update(env.email_url("EMAIL_URL", default="dummymail://"))
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.str("CHEFFORUM_FROM", default="Chefforum <chefforum@localhost>")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "axes",
    "csp",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "chefforum.web",
    "chefforum.kernel.organisation",
    "chefforum.kernel.people",
    "chefforum.kernel.access",
    "chefforum.kernel.audit",
    "chefforum.kernel.sign_in",
    "chefforum.kernel.jobs",
    "chefforum.kernel.notifications",
    "chefforum.kernel.documents",
    "chefforum.kernel.imports",
    "chefforum.kernel.cases",
    "chefforum.kernel.figures",
    "chefforum.kernel.search",
    "chefforum.modules.administration",
    "chefforum.modules.meetings",
    "chefforum.modules.ledger",
    "chefforum.modules.forecast",
    "chefforum.modules.placements",
    "chefforum.modules.it_costs",
    "chefforum.modules.it_portfolio",
    "chefforum.modules.it_benchmark",
    "chefforum.project",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "chefforum.kernel.access.middleware.AccessMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "chefforum.project.urls"
WSGI_APPLICATION = "chefforum.project.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "chefforum.web.context.page",
            ],
        },
    },
]

# SQLite: without IMMEDIATE, two people who write at once get "database is locked" instead of a short wait.
SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA mmap_size=134217728; PRAGMA cache_size=-20000;"
    ),
}
DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{DATA_DIR / 'chefforum.sqlite3'}")}
DATABASES["default"]["CONN_MAX_AGE"] = None
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = SQLITE_OPTIONS
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "people.Person"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "access:login"
LOGIN_REDIRECT_URL = "start"
LOGOUT_REDIRECT_URL = "access:login"
SESSION_COOKIE_AGE = 60 * 60 * 10
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = env.bool("CHEFFORUM_HTTPS", default=False)
SECURE_HSTS_SECONDS = 31_536_000 if SESSION_COOKIE_SECURE else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SESSION_COOKIE_SECURE else None
X_FRAME_OPTIONS = "DENY"
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = 1
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_USERNAME_FORM_FIELD = "username"
AXES_LOCKOUT_TEMPLATE = "access/locked.html"
AXES_VERBOSE = False
# The audit trail holds sign-ins; axes need not keep a second log with addresses and browsers.
AXES_DISABLE_ACCESS_LOG = True

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "object-src": ["'none'"],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'self'"],
        "form-action": ["'self'"],
    }
}

LANGUAGE_CODE = "da"
TIME_ZONE = "Europe/Copenhagen"
USE_I18N = True
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = env.str("CHEFFORUM_STATIC", default=str(DATA_DIR / "static"))
WHITENOISE_USE_FINDERS = True

# Documents are kept by their SHA-256 below this folder; another Django storage (an object store) may take its place.
STORAGES = {
    "default": {
        "BACKEND": env.str("CHEFFORUM_STORAGE", default="django.core.files.storage.FileSystemStorage"),
        "OPTIONS": env.json("CHEFFORUM_STORAGE_OPTIONS", default={"location": str(DATA_DIR / "documents")}),
    },
    "lake": {
        "BACKEND": env.str("CHEFFORUM_LAKE_STORAGE", default="django.core.files.storage.FileSystemStorage"),
        "OPTIONS": env.json("CHEFFORUM_LAKE_STORAGE_OPTIONS", default={"location": str(DATA_DIR / "lake")}),
    },
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# How the ledger's lines are read: DuckDB's memory and threads, where it puts what does not fit, and the municipality's
# code in the files' paths. Files of a lake in an object store are kept in copies here while they are read.
LAKE_MEMORY = env.str("CHEFFORUM_LAKE_MEMORY", default="384MB")
LAKE_THREADS = env.int("CHEFFORUM_LAKE_THREADS", default=2)
LAKE_SPARK = env.str("CHEFFORUM_LAKE_SPARK", default="")  # the address of Spark, to sum postings there instead
LAKE_SPILL = env.str("CHEFFORUM_LAKE_SPILL", default=str(DATA_DIR / "lake-spill"))
LAKE_COPIES = env.str("CHEFFORUM_LAKE_COPIES", default=str(DATA_DIR / "lake-copies"))
MUNICIPALITY_CODE = env.str("CHEFFORUM_MUNICIPALITY_CODE", default="000")
# Public figures of employment: the municipality's key, and where they are asked for; the end says the version.
JOBINDSATS_TOKEN = env.str("CHEFFORUM_JOBINDSATS_TOKEN", default="")
JOBINDSATS_URL = env.str("CHEFFORUM_JOBINDSATS_URL", default="https://api.jobindsats.dk/v3")
# What other systems know of the municipality's systems: where they are asked, and by whom.
KITOS_URL = env.str("CHEFFORUM_KITOS_URL", default="https://kitos.dk")
KITOS_USER = env.str("CHEFFORUM_KITOS_USER", default="")
KITOS_PASSWORD = env.str("CHEFFORUM_KITOS_PASSWORD", default="")
KITOS_ORGANISATION = env.str("CHEFFORUM_KITOS_ORGANISATION", default="")  # its uuid, where the user has several
# Whoever operates the exchange of benchmarks sees the whole country (modules/it_benchmark).
EXCHANGE_OPERATOR = env.bool("CHEFFORUM_EXCHANGE_OPERATOR", default=False)
TOPDESK_URL = env.str("CHEFFORUM_TOPDESK_URL", default="")  # https://lindeby.topdesk.net/tas/api
TOPDESK_USER = env.str("CHEFFORUM_TOPDESK_USER", default="")
TOPDESK_PASSWORD = env.str("CHEFFORUM_TOPDESK_PASSWORD", default="")  # an application password
TOPDESK_TEMPLATES = env.list("CHEFFORUM_TOPDESK_TEMPLATES", default=[])  # which kinds of assets; none: all
TOPDESK_COLUMNS = env.json("CHEFFORUM_TOPDESK_COLUMNS", default={})  # our field: TOPdesk's column
TOPDESK_YEARS = env.int("CHEFFORUM_TOPDESK_YEARS", default=4)  # how far back incidents are counted
GRAPH_TENANT = env.str("CHEFFORUM_GRAPH_TENANT", default="")
GRAPH_CLIENT = env.str("CHEFFORUM_GRAPH_CLIENT", default="")
GRAPH_SECRET = env.str("CHEFFORUM_GRAPH_SECRET", default="")
GRAPH_TEAMS = env.bool("CHEFFORUM_GRAPH_TEAMS", default=False)  # whether use of Teams is counted as well
GRAPH_URL = env.str("CHEFFORUM_GRAPH_URL", default="https://graph.microsoft.com/v1.0")
GRAPH_LOGIN_URL = env.str("CHEFFORUM_GRAPH_LOGIN_URL", default="https://login.microsoftonline.com")
MAX_UPLOAD_BYTES = env.int("CHEFFORUM_MAX_UPLOAD_BYTES", default=50 * 1024 * 1024)
FILE_UPLOAD_HANDLERS = ["chefforum.kernel.documents.uploads.LimitedUploadHandler"]
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_PERMISSIONS = 0o600

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "line"},
        "errors": {"class": "logging.StreamHandler", "formatter": "line", "level": "ERROR"},
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "chefforum": {"level": env.str("LOG_LEVEL", default="INFO")},
        # db_worker turns these up to tell of each start, stop and job; people follow jobs on their page.
        "django_tasks": {"handlers": ["errors"], "propagate": False},
        "django_tasks_db": {"handlers": ["errors"], "propagate": False},
    },
}

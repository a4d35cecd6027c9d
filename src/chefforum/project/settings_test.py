"""Settings of the tests: a data folder of their own, quick passwords, background work done at once."""

import os
import tempfile

os.environ["CHEFFORUM_DATA"] = tempfile.mkdtemp(prefix="chefforum-test-")
os.environ.setdefault("SECRET_KEY", "only-for-tests")

from chefforum.project.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
ALLOWED_HOSTS = ["*"]
DEMO = True
AXES_ENABLED = False
JOBINDSATS_TOKEN = ""
WHITENOISE_AUTOREFRESH = True  # else each test's client reads every static file before its first request
KITOS_USER = KITOS_PASSWORD = TOPDESK_PASSWORD = GRAPH_SECRET = ""
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}

# A file, as in production: an in-memory database lets no thread wait for another.
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":  # noqa: F405
    DATABASES["default"]["TEST"] = {"NAME": DATA_DIR / "test.sqlite3"}  # noqa: F405

(DATA_DIR / "static").mkdir()  # noqa: F405  (whitenoise warns where the folder is missing)

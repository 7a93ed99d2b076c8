#!/usr/bin/env python
import os
import secrets
import sys

from django.core.management import execute_from_command_line

from config.environment import InvalidSetting

# These read only the code: they serve nobody and sign nothing, so a throwaway key will do. `check --deploy` checks the
# site's own key.
NEED_NO_KEY = ("check", "makemigrations")

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    if sys.argv[1:2] and sys.argv[1] in NEED_NO_KEY and "--deploy" not in sys.argv:
        os.environ.pop("SECRET_KEY_FILE", None)
        os.environ.setdefault("SECRET_KEY", secrets.token_urlsafe(50))
    try:
        execute_from_command_line(sys.argv)
    except InvalidSetting as error:
        sys.exit(str(error))  # a sentence for whoever runs the site; a traceback would bury it

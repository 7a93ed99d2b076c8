#!/usr/bin/env python
import os
import secrets
import sys

from django.core.management import execute_from_command_line

from config.environment import WrongSetting

# They look at the code, serve nobody and sign nothing, so a key for the moment will do. `check --deploy` looks at the
# site's own.
NEED_NO_KEY = ("check", "makemigrations")

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    if sys.argv[1:2] and sys.argv[1] in NEED_NO_KEY and "--deploy" not in sys.argv:
        os.environ.setdefault("SECRET_KEY", secrets.token_urlsafe(50))
    try:
        execute_from_command_line(sys.argv)
    except WrongSetting as error:
        sys.exit(str(error))  # a sentence for whoever runs the site; a traceback would bury it

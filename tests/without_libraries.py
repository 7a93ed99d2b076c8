"""A process on a machine that lacks the libraries of WeasyPrint, for tests/test_printing.py.

``python -m tests.without_libraries WHO ADDRESS...`` opens addresses as a person and prints, as JSON, what is answered.
"""

import json
import os
import sys
from typing import Any, NoReturn

import cffi


def _missing(self: cffi.FFI, name: str, *args: Any) -> NoReturn:
    raise OSError(f"cannot load library '{name}'")


def main(who: str, *addresses: str) -> None:
    cffi.FFI.dlopen = _missing
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    import django
    from django.test.utils import setup_test_environment

    django.setup()
    setup_test_environment()
    from django.contrib.auth.models import User
    from django.test import Client

    client = Client()
    client.force_login(User.objects.get(username=who))
    responses = [client.get(address) for address in addresses]
    print(json.dumps([(response.status_code, response.content.decode()) for response in responses]))


if __name__ == "__main__":
    main(*sys.argv[1:])

"""Fill an empty database with published guides, for measuring: ``python -m bench.make_guides 10000``.

Each guide is complete and signed, and the guards of the database see every row. But nothing goes through the verbs, so
the audit trail knows none of it: ``verify_audit`` says of each row that it has no seal. Such a base is for measuring
only, never for readers. It begins empty, so that what people wrote and signed never stands among it.

DATABASE_URL names the database, which is migrated already. Pages are stored for all guides, or for as many of the first
as ``--pages`` says: the others are made when they are asked for, like those stored by an older version of the product.
"""

import argparse
import os
import sys
from collections.abc import Sequence

import django


def main(given: Sequence[str] | None = None) -> int:
    """Return the exit code: 2, and nothing is changed, where the database is not one to fill."""
    parser = argparse.ArgumentParser(prog="python -m bench.make_guides", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("number", type=int, help="of guides")
    parser.add_argument("--pages", type=int, help="store the pages of so many of them only")
    parser.add_argument("--processes", type=int, default=2, help="that make texts and pages (2)")
    asked = parser.parse_args(given)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    from bench.guides import making  # models can be imported from here on

    if refused := making.refusal():
        sys.stderr.write(f"{refused}\n")
        return 2
    pages = asked.number if asked.pages is None else min(asked.pages, asked.number)
    seconds = making.make(asked.number, pages=pages, processes=asked.processes)
    print(
        f"Made {asked.number:,} guides, {pages:,} of them with their pages, in {seconds:,.0f} seconds: "
        f"{asked.number / seconds:.1f} a second. Their rows have no seal in the audit trail, as verify_audit says: "
        "this base is for measuring only, never for readers."
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""Fill an empty database with published guides.

Run it as ``python -m bench.make_guides 10000``. The guides are for measurements. Each is complete and signed, and the
triggers of the database check every row. But nothing goes through the verbs, so the audit trail has no entries:
``verify_audit`` reports every row as unsealed. Such a database is never for readers, and it must be empty at the start,
so that it never has anything that people wrote.

DATABASE_URL names the database, which must be migrated. Pages are stored for all guides, or for the first ``--pages``
of them; the others are rendered on request, like pages stored by an older version of the product.
"""

import argparse
import os
import sys
from collections.abc import Sequence

import django


def main(argv: Sequence[str] | None = None) -> int:
    """Return the exit code: 2, without any change, where the database can't be filled."""
    parser = argparse.ArgumentParser(prog="python -m bench.make_guides", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("number", type=int, help="of guides")
    parser.add_argument("--pages", type=int, help="store the pages of this many guides only")
    parser.add_argument("--processes", type=int, default=2, help="number of processes (2)")
    options = parser.parse_args(argv)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    from bench.guides import insertion  # models can be imported after django.setup()

    if refusal := insertion.refusal():
        sys.stderr.write(f"{refusal}\n")
        return 2
    pages = options.number if options.pages is None else min(options.pages, options.number)
    seconds = insertion.make(options.number, pages=pages, processes=options.processes)
    print(
        f"Made {options.number:,} guides, {pages:,} of them with their pages, in {seconds:,.0f} seconds: "
        f"{options.number / seconds:.1f} per second. Their rows have no seal in the audit trail, as verify_audit "
        "reports: this database is for measurements, never for readers."
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""Database triggers that refuse what must never happen, whoever tries.

They work on SQLite and PostgreSQL, and hold for Python, a shell and SQL alike. `conditions` has the SQL, `rules` says
which trigger refuses what, and `installation` creates and checks them.

SQLite silently drops a table's triggers when a migration rebuilds it, so `install_after_migrate` creates them again on
every ``post_migrate``. It also refuses to rebuild a table that a trigger of another table refers to, so
`remove_before_migrate` removes them on ``pre_migrate``. Each trigger is dropped first, so that a changed rule reaches
existing databases. Both engines raise IntegrityError.
"""

from .installation import install, install_after_migrate, missing, remove, remove_before_migrate
from .rules import all_triggers

__all__ = ["all_triggers", "install", "install_after_migrate", "missing", "remove", "remove_before_migrate"]

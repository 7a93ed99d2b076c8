"""How each database finds words: PostgreSQL by full-text index, SQLite by FTS5.

Neither database parses words: both get them from `content.search_words`, and so find the same. Both have an index for
each of the three columns of words.
"""

# No word of a reader is ever part of a statement: tables and columns are named here, terms are parameters.
# ruff: noqa: S608

from collections.abc import Sequence
from itertools import pairwise
from typing import Any, Protocol

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper

TABLE = "monograph_publictext"
COLUMNS = ("names", "uses", "words")

# For each term of a query the stems of which a text must have one.
Terms = Sequence[Sequence[str]]


class _Engine(Protocol):
    install: tuple[str, ...]
    rows: str  # the table, as written after FROM
    sort_key: str

    @staticmethod
    def condition(column: str) -> str:
        """Return the SQL condition that a column has one stem of every term in one parameter."""

    @staticmethod
    def parameter(column: str, terms: Terms) -> str:
        """Return the parameter of `condition`."""


class _Sqlite:
    """A full-text table that holds only the index; triggers keep it up to date."""

    # The words are split already: with "ascii", whatever is between spaces is one, also letters newer than SQLite.
    install: tuple[str, ...] = (
        f"CREATE VIRTUAL TABLE IF NOT EXISTS {TABLE}_fts USING fts5({', '.join(COLUMNS)}, content='{TABLE}', "
        "content_rowid='id', detail='column', tokenize='ascii')",
        f"CREATE TRIGGER IF NOT EXISTS index_{TABLE}_insert AFTER INSERT ON {TABLE} BEGIN INSERT INTO {TABLE}_fts "
        f"(rowid, {', '.join(COLUMNS)}) VALUES (NEW.id, {', '.join(f'NEW.{column}' for column in COLUMNS)}); END",
        f"CREATE TRIGGER IF NOT EXISTS index_{TABLE}_delete AFTER DELETE ON {TABLE} BEGIN INSERT INTO {TABLE}_fts "
        f"({TABLE}_fts, rowid, {', '.join(COLUMNS)}) VALUES ('delete', OLD.id, "
        f"{', '.join(f'OLD.{column}' for column in COLUMNS)}); END",
        # A guide's row fills several database pages; this index of 10,000 guides fills a few dozen.
        f"CREATE INDEX IF NOT EXISTS publictext_sorted ON {TABLE} (id, key)",
        # Adds what the triggers missed while a migration had dropped them: two seconds for 10,000 guides.
        f"INSERT INTO {TABLE}_fts ({TABLE}_fts) VALUES ('rebuild')",
    )
    rows = f"{TABLE} INDEXED BY publictext_sorted"  # SQLite does not choose it by itself
    sort_key = "key"

    @staticmethod
    def condition(column: str) -> str:
        return f"id IN (SELECT rowid FROM {TABLE}_fts WHERE {TABLE}_fts MATCH %s)"

    @staticmethod
    def parameter(column: str, terms: Terms) -> str:
        quoted = ("(" + " OR ".join(f'"{stem}"' for stem in term) + ")" for term in terms)
        return f"{column} : ({' AND '.join(quoted)})"


class _Postgresql:
    # A function only for its cost: it makes the planner use the index even where there are few guides.
    install = (
        f"CREATE OR REPLACE FUNCTION {TABLE}_vector(text) RETURNS tsvector LANGUAGE plpgsql IMMUTABLE STRICT "
        "PARALLEL SAFE COST 100000 AS "
        "$body$ BEGIN RETURN array_to_tsvector(string_to_array(btrim($1), ' ')); END $body$",
        *(
            f"CREATE INDEX IF NOT EXISTS publictext_{column} ON {TABLE} USING gin ({TABLE}_vector({column}))"
            for column in COLUMNS
        ),
    )
    rows = TABLE
    sort_key = 'key COLLATE "C"'  # as SQLite sorts, whatever the database's own collation is

    @staticmethod
    def condition(column: str) -> str:
        # In a subquery, which hides the value from the planner: for a word that is in every guide it would not use the
        # index but parse the words of each guide again, fifty times as slowly.
        return f"{TABLE}_vector({column}) @@ (SELECT %s::tsquery)"

    @staticmethod
    def parameter(column: str, terms: Terms) -> str:
        quoted = ("(" + " | ".join(f"'{stem}'" for stem in term) + ")" for term in terms)
        return " & ".join(quoted)


ENGINES: dict[str, type[_Engine]] = {"sqlite": _Sqlite, "postgresql": _Postgresql}


def install_after_migrate(using: str = DEFAULT_DB_ALIAS, **kwargs: Any) -> None:
    """Create missing indexes after each migration.

    SQLite drops the triggers of a table that a migration rebuilds.
    """
    connection = connections[using]
    if TABLE not in connection.introspection.table_names():
        return
    with connection.cursor() as cursor:
        for statement in ENGINES[connection.vendor].install:
            cursor.execute(statement)


def find_matches(
    connection: BaseDatabaseWrapper, terms: Terms, *, offset: int, limit: int
) -> tuple[list[tuple[int, int]], int]:
    """Return ids of `PublicText` rows that have a stem of every term, and their total number.

    Each id comes with the row's tier. The tiers, in this order: the terms are in the names (0), in the uses (1),
    elsewhere (2). Within a tier, guides are sorted by name. There is at least one term.
    """
    engine = ENGINES[connection.vendor]
    parts, parameters = [], []
    for tier, (before, column) in enumerate(pairwise(("", *COLUMNS))):
        sql = f"SELECT id, {tier} AS tier, key FROM {engine.rows} WHERE {engine.condition(column)}"
        parameters.append(engine.parameter(column, terms))
        if before:
            sql += f" AND id NOT IN (SELECT id FROM {engine.rows} WHERE {engine.condition(before)})"
            parameters.append(engine.parameter(before, terms))
        parts.append(sql)
    sql = f"SELECT id, tier, COUNT(*) OVER () FROM ({' UNION ALL '.join(parts)}) AS found "
    sql += f"ORDER BY tier, {engine.sort_key}, id LIMIT %s OFFSET %s"
    with connection.cursor() as cursor:
        cursor.execute(sql, [*parameters, limit, offset])
        rows = cursor.fetchall()
    return [(row[0], row[1]) for row in rows], rows[0][2] if rows else 0


def occurs_anywhere(connection: BaseDatabaseWrapper, term: Sequence[str]) -> bool:
    """Return whether any guide has a stem of the term."""
    engine = ENGINES[connection.vendor]
    with connection.cursor() as cursor:
        condition = engine.condition("words")
        cursor.execute(f"SELECT 1 FROM {TABLE} WHERE {condition} LIMIT 1", [engine.parameter("words", [term])])
        return cursor.fetchone() is not None

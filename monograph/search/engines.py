"""How each database finds words: PostgreSQL by its full-text index, SQLite by FTS5.

Neither parses a word here: they are given as `content.search_words` makes them, and so find the same. Each has one
index for each of the three columns of words.
"""

# No word of a reader is ever part of a statement: tables and columns are named here, and terms are parameters.
# ruff: noqa: S608

from collections.abc import Sequence
from itertools import pairwise
from typing import Any, Protocol

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper

TABLE = "monograph_publictext"
COLUMNS = ("names", "uses", "words")


class _Engine(Protocol):
    install: tuple[str, ...]
    rows: str  # the table, as it is named after FROM
    sort_key: str

    @staticmethod
    def condition(column: str) -> str:
        """Return the SQL that finds rows of which a column holds all terms of one parameter."""

    @staticmethod
    def parameter(column: str, terms: Sequence[str]) -> str:
        """Return that parameter."""


class _Sqlite:
    """A full-text table beside ours that holds the index alone, kept in step by triggers."""

    # The words are cut already: whatever is between spaces is one, also letters younger than SQLite ("ascii").
    install: tuple[str, ...] = (
        f"CREATE VIRTUAL TABLE IF NOT EXISTS {TABLE}_fts USING fts5({', '.join(COLUMNS)}, content='{TABLE}', "
        "content_rowid='id', detail='column', tokenize='ascii')",
        f"CREATE TRIGGER IF NOT EXISTS index_{TABLE}_insert AFTER INSERT ON {TABLE} BEGIN INSERT INTO {TABLE}_fts "
        f"(rowid, {', '.join(COLUMNS)}) VALUES (NEW.id, {', '.join(f'NEW.{each}' for each in COLUMNS)}); END",
        f"CREATE TRIGGER IF NOT EXISTS index_{TABLE}_delete AFTER DELETE ON {TABLE} BEGIN INSERT INTO {TABLE}_fts "
        f"({TABLE}_fts, rowid, {', '.join(COLUMNS)}) VALUES ('delete', OLD.id, "
        f"{', '.join(f'OLD.{each}' for each in COLUMNS)}); END",
        # A guide's row is some pages long, and this of 10,000 guides is a few dozen pages in all.
        f"CREATE INDEX IF NOT EXISTS publictext_sorted ON {TABLE} (id, key)",
        # What the triggers missed while they were gone: two seconds with 10,000 guides.
        f"INSERT INTO {TABLE}_fts ({TABLE}_fts) VALUES ('rebuild')",
    )
    rows = f"{TABLE} INDEXED BY publictext_sorted"  # which it takes only when told to
    sort_key = "key"

    @staticmethod
    def condition(column: str) -> str:
        return f"id IN (SELECT rowid FROM {TABLE}_fts WHERE {TABLE}_fts MATCH %s)"

    @staticmethod
    def parameter(column: str, terms: Sequence[str]) -> str:
        quoted = " AND ".join(f'"{term}"' for term in terms)
        return f"{column} : ({quoted})"


class _Postgresql:
    # A function only for its cost, by which the planner knows to leave it to the index also where guides are few.
    install = (
        f"CREATE OR REPLACE FUNCTION {TABLE}_vector(text) RETURNS tsvector LANGUAGE plpgsql IMMUTABLE STRICT "
        "PARALLEL SAFE COST 100000 AS "
        "$body$ BEGIN RETURN array_to_tsvector(string_to_array(btrim($1), ' ')); END $body$",
        *(
            f"CREATE INDEX IF NOT EXISTS publictext_{each} ON {TABLE} USING gin ({TABLE}_vector({each}))"
            for each in COLUMNS
        ),
    )
    rows = TABLE
    sort_key = 'key COLLATE "C"'  # as SQLite sorts, whatever the database's own order is

    @staticmethod
    def condition(column: str) -> str:
        # As a query within, whose value the planner does not know: of a word that is in every guide it would know so
        # much that it leaves the index alone, and takes the words of each guide apart again, fifty times as slowly.
        return f"{TABLE}_vector({column}) @@ (SELECT %s::tsquery)"

    @staticmethod
    def parameter(column: str, terms: Sequence[str]) -> str:
        return " & ".join(f"'{term}'" for term in terms)


ENGINES: dict[str, type[_Engine]] = {"sqlite": _Sqlite, "postgresql": _Postgresql}


def install_after_migrate(using: str = DEFAULT_DB_ALIAS, **kwargs: Any) -> None:
    """Make the indexes where they are not there: after each migration, as SQLite drops triggers with a table."""
    connection = connections[using]
    if TABLE not in connection.introspection.table_names():
        return
    with connection.cursor() as cursor:
        for statement in ENGINES[connection.vendor].install:
            cursor.execute(statement)


def matching(
    connection: BaseDatabaseWrapper, terms: Sequence[str], *, offset: int, limit: int
) -> tuple[list[tuple[int, int]], int]:
    """Return ids of `PublicText` that hold all the terms, each with its tier, and how many there are in all.

    The tiers, in their order: what was looked for is in its names (0), in what it is used for (1), elsewhere (2). In a
    tier guides stand by name. `terms` are stems, at least one.
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


def is_anywhere(connection: BaseDatabaseWrapper, term: str) -> bool:
    """Say whether any guide has the stem."""
    engine = ENGINES[connection.vendor]
    with connection.cursor() as cursor:
        condition = engine.condition("words")
        cursor.execute(f"SELECT 1 FROM {TABLE} WHERE {condition} LIMIT 1", [engine.parameter("words", [term])])
        return cursor.fetchone() is not None

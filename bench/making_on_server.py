"""Many rows at a time into PostgreSQL, by COPY."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import psycopg

from bench.making import COLUMNS, Rows

WORDS = "clue_words_tokens"


@contextmanager
def writer(url: str) -> Iterator[Callable[[Rows], None]]:
    """Yield what writes many rows in one transaction; in the end new rows are numbered on, and the planner knows all."""
    with psycopg.connect(url) as connection:
        connection.execute("SET session_replication_role = replica")  # what is made here asks no trigger
        connection.execute("SET maintenance_work_mem = '1GB'")
        (index,) = connection.execute(f"SELECT pg_get_indexdef('{WORDS}'::regclass)").fetchone() or ("",)
        connection.execute(f"DROP INDEX {WORDS}")  # made anew at the end, in a tenth of the time

        def write(rows: Rows) -> None:
            for table, many in rows.items():
                with (
                    connection.cursor() as cursor,
                    cursor.copy(f"COPY {table} ({COLUMNS[table]}) FROM STDIN") as copying,
                ):
                    for row in many:
                        copying.write_row(row)
            connection.commit()

        yield write
        connection.execute(index)
        connection.execute(
            "INSERT INTO clue_words_band (band, clue_id) SELECT bands_of(tokens), clue_id FROM clue_words ORDER BY 1, 2"
        )
        for table in ("account", "matter", "history", "inbox", "outbox"):
            connection.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), MAX(id)) FROM {table}")
        connection.commit()
        connection.autocommit = True
        connection.execute("ANALYZE")

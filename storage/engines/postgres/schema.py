"""The schema on PostgreSQL: numbered SQL files, each applied whole or not at all, by one process at a time.

SQLite keeps the version in the file's head and is opened by the key itself; here a table of one row,
`schema_version`, keeps the version and a mark of the key.
"""

from storage import errors, vault
from storage.engines import migrating
from storage.engines.postgres import address, connection
from storage.engines.postgres.connection import Session

ENGINE = "postgresql"
# Class 2 of the advisory locks are the schema's steps; class 1 are the accounts of the outbox.
_ALONE = """
    SET LOCAL lock_timeout = 0; SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0;
    SELECT pg_advisory_xact_lock(2, 0);
"""
_FIRST = "CREATE TABLE schema_version (number BIGINT NOT NULL, key BYTEA NOT NULL)"


def migrate(url: str, keys: vault.Vault) -> int:
    """Bring the database to the newest schema; return how many steps were taken."""
    with connection.session(url) as session:
        taken = 0
        while _step(session, keys):
            taken += 1
        return taken


def check(url: str, keys: vault.Vault) -> None:
    """Refuse a schema that this version does not know, and a key that is not this database's, with what to do."""
    with connection.session(url) as session:
        found = version(session)
        if not found:
            raise errors.SchemaMismatch(told="none", place=address.place_of(url))
        _check_key(session, keys)
        migrating.refuse_other(found, len(migrating.steps(ENGINE)))


def is_made(url: str) -> bool:
    """Whether there is an office in the database."""
    with connection.session(url) as session:
        return version(session) > 0


def version(session: Session) -> int:
    """Tell the version; 0 where there is no Flagpost yet."""
    is_there = session.execute("SELECT to_regclass('schema_version') IS NOT NULL").fetchall()[0][0]
    return int(session.execute("SELECT number FROM schema_version").fetchall()[0][0]) if is_there else 0


def tables(session: Session) -> list[str]:
    """List the tables of the office, which are all there are but the version's own."""
    rows = session.execute(
        "SELECT CAST(tablename AS TEXT) FROM pg_tables WHERE schemaname = current_schema() AND tablename <> 'schema_version'"
        " ORDER BY 1"
    ).fetchall()
    return [name for (name,) in rows]


def begin_alone(session: Session) -> None:
    """Begin a transaction that no other schema step and no move can be beside, however long it takes."""
    session.begin_alone()
    session.script(_ALONE)


def build(session: Session, keys: vault.Vault) -> None:
    """Make the newest schema, all of it in the transaction that is open. Refuses a database that is not empty."""
    if version(session):
        raise errors.MoveRefused("There is an office in that PostgreSQL database already. Nothing was moved.")
    _check_empty(session)
    for found, step in enumerate(migrating.steps(ENGINE)):
        _apply(session, keys, found, step)


def _step(session: Session, keys: vault.Vault) -> bool:
    """Take the next step, if there is one, in one transaction."""
    begin_alone(session)
    known, found = migrating.steps(ENGINE), version(session)
    if found:
        _check_key(session, keys)
    else:
        _check_empty(session)
    if found >= len(known):
        migrating.refuse_other(found, len(known))
        return False
    _apply(session, keys, found, known[found])
    session.commit()
    return True


def _apply(session: Session, keys: vault.Vault, found: int, step: str) -> None:
    session.script(step)
    if found:
        session.execute("UPDATE schema_version SET number = :number", {"number": found + 1})
        return
    session.execute(_FIRST)
    given = {"key": _mark(keys)}
    session.execute("INSERT INTO schema_version (number, key) VALUES (1, :key)", given)


def _check_empty(session: Session) -> None:
    if tables(session):
        raise errors.WrongServer(
            "This PostgreSQL database holds tables that are not Flagpost's. Give Flagpost a database of its own."
        )


def _check_key(session: Session, keys: vault.Vault) -> None:
    if session.execute("SELECT key FROM schema_version").fetchall()[0][0] != _mark(keys):
        raise errors.WrongKey


def _mark(keys: vault.Vault) -> bytes:
    return keys.mark("database", ENGINE)

"""The databases of the ledger's benchmark: a small one, one with a long history, and clones of them."""
import os
import subprocess

from database import SOCKET, psql

FOLDER = os.path.dirname(os.path.abspath(__file__))
# Moves in one piece of history.
PIECE = 250_000


def file(name, database, user="postgres", **values):
    arguments = [part for key, value in values.items() for part in ("-v", f"{key}={value}")]
    with open(os.path.join(FOLDER, name)) as script:
        return psql(None, *arguments, stdin=script.read(), database=database, user=user)


def number(command, database):
    return int(psql(command, database=database))


def create(database, template="template0"):
    # Copying files is quicker than logging every page, and what is copied lies on the disk when it is done.
    how = "" if template == "template0" else " STRATEGY FILE_COPY"
    drop(database)
    psql(f"CREATE DATABASE {database} OWNER kopiena_owner TEMPLATE {template}{how}", database="postgres")


def drop(database):
    psql(f"DROP DATABASE IF EXISTS {database}", database="postgres")


def program(database, *arguments):
    """Runs a command of the program on a database; whether it succeeded, and what it printed."""
    address = f"host={SOCKET} dbname={database} user="
    environment = dict(os.environ, KOPIENA_OWNER_URL=address + "kopiena_owner", KOPIENA_DATABASE_URL=address + "kopiena_service")
    done = subprocess.run([os.environ["BENCH_PROGRAM"], *arguments], env=environment, capture_output=True, text=True)
    said = done.stdout if done.returncode == 0 else done.stdout + done.stderr
    return done.returncode == 0, " ".join(said.split())


def small(database):
    create(database)
    is_migrated, said = program(database, "migrate")
    if not is_migrated:
        raise SystemExit(said)
    file("ledger-tree.sql", database, user="kopiena_owner")
    psql("VACUUM ANALYZE", database=database)


def long(database, template, postings):
    """A history of at least so many postings."""
    create(database, template)
    there = number("SELECT count(*) FROM budget.posting", database)
    moves = -(-max(0, postings - there) // 4)
    for done in range(0, moves, PIECE):
        file("ledger-fill.sql", database, done=done, moves=min(PIECE, moves - done), all=moves)
        if done == 0:
            # Plans that fit the first piece fit all that follow.
            psql("ANALYZE", database=database)
    # As the service does while it runs.
    while psql("SELECT budget.fold(1)", database=database) != "0":
        pass
    psql("VACUUM ANALYZE", database=database)


class Ground:
    """Where raw and ours run in turn: each run on a fresh clone, as long as a clone is quickly made."""

    def __init__(self, template, is_fresh):
        self.template = template
        self.is_fresh = is_fresh
        self.clones = set()

    def raw(self):
        if self.is_fresh or "ledger_raw" not in self.clones:
            create("ledger_raw", self.template)
            file("ledger-bare.sql", "ledger_raw", user="kopiena_owner")
            self.clones.add("ledger_raw")
        return "ledger_raw"

    def ours(self):
        if not self.is_fresh:
            return self.template
        create("ledger_ours", self.template)
        return "ledger_ours"

    def clear(self):
        drop("ledger_raw")
        drop("ledger_ours")

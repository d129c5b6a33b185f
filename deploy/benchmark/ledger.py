"""Measures the ledger as the table in deploy/benchmark/README.md shows it. Run by deploy/bench. Ends with 1 where a gate is missed
and with 2 where a run broke the ledger."""
import json
import os
import time

from client import median, percentile
from database import pgbench_milliseconds, psql, statements_of
from ledger_data import Ground, file, long, number, program, small
from ledger_runs import pgbench

SECONDS = int(os.environ.get("BENCH_LEDGER_SECONDS", "15"))
PAIRS = int(os.environ.get("BENCH_LEDGER_PAIRS", "5"))
POSTINGS = int(os.environ.get("BENCH_POSTINGS", "10000000"))
# Above this a clone for every run would take longer than the runs.
MOST_TO_CLONE = 20_000_000
LOADS = [("200 calls", 200, 0.55), ("one hot call", 1, 0.75)]

missed, broken = [], []


def row(what, value, asked="", holds=None):
    if holds is False:
        missed.append(what)
    print(f"| {what} | {value} | {asked} | {'' if holds is None else 'yes' if holds else '**no**'} |", flush=True)


def spaced(number):
    return f"{number:,.0f}".replace(",", " ")


def pairs(ground, size, calls, name):
    """Raw and ours in turn, and after each of ours a look for what it broke."""
    taken = []
    for _ in range(PAIRS):
        raw = pgbench("ledger-raw.sql", ground.raw(), "kopiena_owner", SECONDS, calls=calls)
        database = ground.ours()
        since = number("SELECT max(txn_id) FROM budget.txn", database)
        ours = pgbench("ledger-ours.sql", database, "kopiena_service", SECONDS, calls=calls)
        found = file("ledger-broken.sql", database, since=since)
        if found:
            broken.append(f"{size}, {name}: {found.splitlines()[0]}")
        taken.append((raw, ours))
    return taken


def loads(ground, size, before=None):
    """The ratios of both loads. `before`: those at the small ledger, of which a fifth may be lost."""
    ratios = {}
    for name, calls, least in LOADS:
        taken = pairs(ground, size, calls, name)
        ratio = median([ours.rate / raw.rate for raw, ours in taken])
        rate, p99, logged = (" : ".join(form(median([getattr(pair[side], what) for pair in taken])) for side in (0, 1))
                             for what, form in [("rate", spaced), ("p99", "{:.1f}".format), ("logged", spaced)])
        each = ", ".join(f"{raw.rate:.0f} : {ours.rate:.0f} = {ours.rate / raw.rate:.2f}" for raw, ours in taken)
        at_least = least if before is None else 0.8 * before[name]
        row(f"{size}, {name}: ours to raw, median of {PAIRS} ratios", f"{ratio:.2f}", f"≥ {at_least:.2f}", ratio >= at_least)
        row("each pair, transactions a second, raw : ours", each)
        row("medians, raw : ours", f"{rate} /s, p99 {p99} ms, {logged} bytes of WAL a transaction")
        ratios[name] = ratio
    return ratios


def check(database, seconds):
    """The whole history must be one that the ledger itself could have written."""
    start = time.perf_counter()
    is_whole, said = program(database, "check", "ledger")
    if not is_whole:
        broken.append(said)
    row(f"{spaced(POSTINGS)} postings in bulk; `kopiena check ledger`",
        f"{seconds:.0f} s; {time.perf_counter() - start:.0f} s: {said}", "ok", is_whole)


def sizes(database):
    postings = number("SELECT count(*) FROM budget.posting", database)
    table, whole = (
        number(f"SELECT sum(pg_total_relation_size(c.oid)) FROM pg_class c WHERE relnamespace = 'budget'::regnamespace "
               f"AND relkind = 'r' AND {which}", database)
        for which in ("relname = 'posting'", "true")
    )
    row(f"bytes a posting, of {spaced(postings)}",
        f"{table / postings:.0f} with its indexes; {whole / postings:.0f} with all of the ledger")


def buffers(database, call):
    """How many pages a look reads: of 200 the last but two and the last, once the session has its catalogue."""
    plans = psql(None, stdin=f"SELECT setseed(0.4) \\g /dev/null\nPREPARE look AS {call};\n" + 220 *
                 "EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) EXECUTE look;\n", database=database)
    pages, start = [], 0
    while start < len(plans):
        plan, start = json.JSONDecoder().raw_decode(plans, start)
        pages.append(plan[0]["Plan"]["Shared Hit Blocks"] + plan[0]["Plan"]["Shared Read Blocks"])
        start += len(plans[start:]) - len(plans[start:].lstrip())
    pages = pages[20:]
    return percentile(pages, 0.985), max(pages)


def looks(database):
    """One balance as of a day, and as it was known at an instant."""
    first, last = (number(f"SELECT (extract(epoch FROM {end}(recorded_at)) * 1000000)::bigint FROM budget.txn", database)
                   for end in ("min", "max"))
    account = "(1000000 + 1000 * (1 + floor(random() * 200)) + floor(random() * 100))::bigint"
    calls = [
        ("as of a day", "ledger-as-of.sql", f"SELECT budget.as_of({account}, '2024-07-01'::date + (random() * 729)::integer)"),
        ("known at an instant", "ledger-known-at.sql",
         f"SELECT budget.known_at({account}, to_timestamp(({first} + random() * {last - first}) / 1000000))"),
    ]
    for name, script, call in calls:
        pgbench(script, database, "kopiena_service", 2, clients=4, first=first, last=last)
        run = pgbench(script, database, "kopiena_service", SECONDS, clients=4, first=first, last=last)
        most, highest = buffers(database, call)
        row(f"a balance {name}, 4 clients", f"p99 {run.p99:.2f} ms, {spaced(run.rate)} /s; p99 {most} buffers, at most {highest}",
            "p99 ≤ 2 ms, ≤ 12 buffers", run.p99 <= 2 and most <= 12)


def overview(database):
    """What `kopiena budget show` asks, and how long that takes through pgbench on one connection."""
    instant = psql("SELECT to_char(max(recorded_at) AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"') FROM budget.txn",
                   database=database)
    asked = "< 50 ms, ≤ 4 statements"
    for name, arguments in [("now", []), ("as of a day", ["--as-of", "2025-06-30"]), ("known at an instant", ["--known-at", instant])]:
        answers = []
        statements = statements_of(lambda: answers.append(program(database, "budget", "show", *arguments)))
        if not answers[0][0]:
            row(f"the programme's overview, {name}", answers[0][1], asked, False)
            continue
        taken = pgbench_milliseconds(statements, database=database)
        row(f"the programme's overview, {name}", f"{taken:.1f} ms, {len(statements)} statements", asked,
            taken < 50 and len(statements) <= 4)


def main():
    # Of what is written here nothing is kept, and no checkpoint shall fall into the bulk load every few seconds.
    psql("ALTER SYSTEM SET archive_command = 'true'")
    psql("ALTER SYSTEM SET max_wal_size = '8GB'")
    psql("SELECT pg_reload_conf()")
    small("ledger_small")
    print("| what | measured | asked | holds |\n| --- | --- | --- | --- |")
    there = number("SELECT count(*) FROM budget.posting", "ledger_small")
    ground = Ground("ledger_small", True)
    ratios = loads(ground, f"{spaced(there)} postings")
    ground.clear()
    start = time.perf_counter()
    long("ledger_long", "ledger_small", POSTINGS)
    filled = time.perf_counter() - start
    check("ledger_long", filled)
    sizes("ledger_long")
    looks("ledger_long")
    overview("ledger_long")
    ground = Ground("ledger_long", POSTINGS <= MOST_TO_CLONE)
    loads(ground, f"{spaced(POSTINGS)} postings", ratios)
    ground.clear()
    row("rows that broke a guarantee, after all runs", "; ".join(broken) or "0", "0", not broken)
    raise SystemExit(2 if broken else 1 if missed else 0)


if __name__ == "__main__":
    main()

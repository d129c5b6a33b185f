"""Measures the service as the table in deploy/benchmark/README.md shows it. Run by deploy/bench."""
import base64
import os
import threading
import time

from client import Client, hidden, median, percentile
from database import fill, one, pgbench_milliseconds, psql, statements_of
from rush import address, closed_loop, fields_of, open_loop, upload
from service import Service, Watch

PORT = int(os.environ.get("BENCH_PORT", "18080"))
BIG = int(os.environ.get("BENCH_BIG", "1000000"))
TIMES = 200


def cookie_of(person):
    return base64.urlsafe_b64encode(person.to_bytes(32, "big")).decode().rstrip("=")


def row(what, value, ours, peers="", verdict=""):
    print(f"| {what} | {value} | {ours} | {peers} | {verdict} |", flush=True)


def machine():
    """The seconds of a fixed piece of arithmetic, now: a shared machine is not equally fast at all times."""
    start = time.perf_counter()
    sum(number * number for number in range(5_000_000))
    return time.perf_counter() - start


def good(holds):
    return "yes" if holds else "**no**"


def ready_work():
    """Cookie and key of every application that waits for its signatory."""
    pairs = psql(
        "SELECT a.created_by || ' ' || a.application_id FROM application a WHERE a.state = 'signing' AND a.title ~ ' [0-9]+$' "
        "ORDER BY a.application_id"
    )
    return [(cookie_of(int(person)), int(key)) for person, key in (line.split() for line in pairs.splitlines())]


def page(name, client, path, most_statements, most_milliseconds, peers):
    client.timed(path, 20)
    taken = median(client.timed(path, TIMES))
    # Once a minute the use of a session is noted, by whichever page comes next: that statement is not the page's.
    statements = min((statements_of(lambda: client.get(path)) for _ in range(2)), key=len)
    floor = pgbench_milliseconds(statements)
    holds = taken <= most_milliseconds and len(statements) <= most_statements
    row(f"{name}: median of {TIMES}", f"{taken:.2f} ms, {len(statements)} statements ({taken / floor:.1f} x pgbench)",
        f"≤ {most_milliseconds} ms, ≤ {most_statements} statements", peers, good(holds))
    return taken


def submission(client, work):
    """The time of the POST alone, one after another."""
    taken = []
    for client.cookie, application in work:
        form = client.get(address(application))[2]
        start = time.perf_counter()
        status = client.post(address(application), fields_of(form))[0]
        taken.append((time.perf_counter() - start) * 1000)
        if status != 303:
            raise SystemExit(f"a submission answered {status}")
    return taken


def main():
    fill(9000, 19000, "A", "yes")
    call = one("SELECT c.number FROM call c JOIN application USING (call_id) WHERE application.number LIKE 'BENCH-%'")
    officer = one("SELECT min(person_id) AS person FROM membership WHERE role = 'officer'")["person"]
    work = ready_work()
    print("| what | measured | asked | HotCRP; Hypha | holds |\n| --- | --- | --- | --- | --- |")
    service = Service(os.environ["BENCH_PROGRAM"], PORT, os.environ["BENCH_SERVICE_LOG"])
    try:
        # Receipts of the demonstration are still being printed; their statements are not those of a page.
        while one("SELECT count(*) AS n FROM job WHERE done_at IS NULL AND given_up_at IS NULL")["n"]:
            time.sleep(0.5)
        before = machine()
        measure(service, work, call, officer)
        row("the machine: a fixed piece of arithmetic, before and after", f"{before:.2f} s, {machine():.2f} s", "")
    finally:
        service.stop()


def measure(service, work, call, officer):
    row("start to ready", f"{service.seconds_to_ready:.2f} s", "< 1 s", "", good(service.seconds_to_ready < 1))
    staff, applicant = Client(PORT, cookie_of(officer)), Client(PORT, work[0][0])
    handed_in = one("SELECT application_id, created_by FROM application WHERE number LIKE 'BENCH-%' LIMIT 1")
    applicant.cookie = cookie_of(handed_in["created_by"])
    lists = f"/work/calls/{call['number']}/applications"
    before = page("list of 50, 10 000 applications", staff, lists, 3, 5, "12.5; 573 ms")
    page("one application", staff, f"/work/applications/{handed_in['application_id']}", 6, 5, "33; 290 ms")
    applicant.cookie = work[0][0]
    page("form to hand in", applicant, address(work[0][1]), 6, 4, "8; 131 ms")
    idle = service.resident_megabytes()
    row("resident memory idle", f"{idle:.0f} MB", "< 80 MB", "", good(idle < 80))
    taken = submission(applicant, work[:200])
    spare = iter(work[200:202])
    applicant.cookie, application = next(spare)
    form = applicant.get(address(application))[2]
    statements = statements_of(lambda: applicant.post(address(application), fields_of(form)))
    row("submit: median of 200", f"{median(taken):.2f} ms, {len(statements)} statements", "≤ 10 ms", "16; 88 ms",
        good(median(taken) <= 10))
    rush(service, work)
    bigger(staff, lists, before)


def rush(service, work):
    with Watch(service) as watch:
        pairs = work[300:6300]
        seconds, taken, refused = closed_loop(PORT, pairs)
    keys = ",".join(str(application) for _, application in pairs)
    stored = one(f"SELECT count(*) AS all, count(DISTINCT application_id) AS once FROM submission WHERE application_id IN ({keys})")
    rate, late = len(pairs) / seconds, percentile(taken, 0.95) * 1000
    row("20 clients, form and submit", f"{rate:.0f} /s, p95 {late:.0f} ms, {refused} not taken", "≥ 300 /s, p95 < 250 ms", "",
        good(rate >= 300 and late < 250 and refused == 0))
    lost, doubled = len(pairs) - stored["once"], stored["all"] - stored["once"]
    row("of these lost or doubled", f"{lost}, {doubled}", "0, 0", "", good(lost == 0 and doubled == 0))
    last_seconds(work[6300:8300])
    cookie, application = work[8301]
    field = one(f"SELECT split_part(field, ' ', 1) AS field FROM file WHERE application_id = {application}")["field"]
    psql("UPDATE application SET state = 'draft' WHERE application_id >= "
         f"{work[8301][1]} AND application_id <= {work[8340][1]}")
    with Watch(service) as uploading:
        statuses = uploads(work[8301:8321], field)
    highest = max(watch.highest, uploading.highest)
    row("resident memory: rush; 20 uploads of 25 MB", f"{watch.highest:.0f} MB; {uploading.highest:.0f} MB", "< 200 MB", "",
        good(highest < 200 and set(statuses) == {303}))


def uploads(work, field):
    statuses = []
    threads = [
        threading.Thread(target=lambda pair=pair: statuses.append(upload(PORT, pair[0], pair[1], field))) for pair in work
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return statuses


def last_seconds(work):
    answers = open_loop(PORT, work)
    keys = ",".join(str(application) for _, application in work)
    stamps = dict(
        (int(key), float(stamp)) for key, stamp in (
            line.split() for line in psql(
                f"SELECT application_id || ' ' || extract(epoch FROM arrived_at) FROM intake WHERE application_id IN ({keys})"
            ).splitlines()
        )
    )
    order = one(
        "SELECT count(*) AS n, coalesce(max(extract(epoch FROM before - arrived_at)) * 1e6, 0)::int AS most "
        "FROM (SELECT arrived_at, lag(arrived_at) OVER (ORDER BY intake_id) AS before FROM intake) o WHERE arrived_at < before"
    )
    # Requests leave five milliseconds apart, each on a connection of its own: how many were stamped before one that was sent earlier.
    in_sending_order = [stamps[application] for application, _, _, _ in sorted(answers, key=lambda answer: answer[1])
                        if application in stamps]
    overtaken, latest, by = 0, 0.0, 0.0
    for stamp in in_sending_order:
        overtaken += stamp < latest
        by = max(by, latest - stamp)
        latest = max(latest, stamp)
    waits = [stamps[application] - sent for application, sent, _, _ in answers if application in stamps]
    delays = [delay for _, _, _, delay in answers]
    taken = sum(status == 303 for _, _, status, _ in answers)
    row("2 000 submissions in 10 s, open loop",
        f"{len(stamps)} stamped, {taken} taken, {order['n']} numbered before an earlier arrival (by {order['most']} µs at most), "
        f"{overtaken} stamped before one sent earlier (by {by * 1000:.0f} ms at most); "
        f"stamp p99 {percentile(waits, 0.99) * 1000:.0f} ms, "
        f"answer p99 {percentile(delays, 0.99) * 1000:.0f} ms",
        "all, in order; stamp p99 ≤ 1 s", "", good(len(stamps) == len(work) == taken and order["most"] < 1000))


def give_up_printing():
    """Some thousand receipts of the rush wait for their turn, an hour of printing: a list is not measured beside that."""
    psql("UPDATE job SET given_up_at = now() WHERE done_at IS NULL AND given_up_at IS NULL")
    time.sleep(5)


def bigger(staff, lists, before):
    give_up_printing()
    fill(0, BIG, "B", "no")
    staff.close()
    staff.timed(lists, 20)
    after = median(staff.timed(lists, TIMES))
    row("list of 50, " + f"{BIG:,} applications".replace(",", " "), f"{after:.2f} ms ({after / before:.2f} x)", "≤ 1.5 x", "",
        good(after <= before * 1.5))


if __name__ == "__main__":
    main()

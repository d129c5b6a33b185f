"""The benchmark's own cluster: questions to it, what one page asked it, and the same statements through pgbench."""
import json
import os
import re
import subprocess
import tempfile

SOCKET = os.environ["BENCH_SOCKET"]
PREFIX = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
LOG = os.environ["BENCH_LOG"]


def psql(command, *arguments, stdin=None, database="kopiena", user="postgres"):
    """What a command prints, by default one of the cluster's administrator."""
    call = PREFIX + ["psql", "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-h", SOCKET, "-U", user, "-d", database]
    call += list(arguments) + (["-c", command] if command else ["-f", "-"])
    done = subprocess.run(call, input=stdin, capture_output=True, text=True, cwd="/")
    if done.returncode != 0:
        raise SystemExit(done.stderr)
    return done.stdout.strip()


def one(command):
    return json.loads(psql(f"SELECT to_json(answer) FROM ({command}) AS answer LIMIT 1"))


def fill(ready, everything, batch, answers):
    with open(os.path.join(os.path.dirname(__file__), "fill.sql")) as file:
        psql(None, "-v", f"ready={ready}", "-v", f"all={everything}", "-v", f"batch={batch}", "-v", f"answers={answers}",
             stdin=file.read())


def statements_of(request):
    """Every statement that one request sends, with its values, as the server's log tells; without BEGIN and its like."""
    psql("ALTER SYSTEM SET log_min_duration_statement = 0")
    psql("ALTER SYSTEM SET log_parameter_max_length = -1")
    psql("SELECT pg_reload_conf(), pg_sleep(0.3)")
    size = os.path.getsize(LOG)
    request()
    # The server logs a statement before it answers. What comes later is the server's own or of the jobs that follow.
    end = os.path.getsize(LOG)
    psql("ALTER SYSTEM RESET log_min_duration_statement")
    psql("ALTER SYSTEM RESET log_parameter_max_length")
    psql("SELECT pg_reload_conf(), pg_sleep(0.3)")
    with open(LOG, "rb") as file:
        file.seek(size)
        return parsed(file.read(end - size).decode())


START = re.compile(r"^\d{4}-\d\d-\d\d [\d:.]+ \S+ \[\d+\] (\S*?) ?(\w+): +(.*)$")
EXECUTE = re.compile(r"duration: [\d.]+ ms +execute [^:]*: (.*)", re.S)
PARAMETER = re.compile(r"\$(\d+) = (NULL|'(?:[^']|'')*')")


def parsed(log):
    entries = []
    for line in log.splitlines():
        start = START.match(line)
        if start:
            entries.append([start[1], start[2], start[3]])
        elif entries:
            entries[-1][2] += "\n" + line
    found = []
    for number, (who, kind, text) in enumerate(entries):
        executed = EXECUTE.match(text)
        if kind != "LOG" or "kopiena_service" not in who or not executed:
            continue
        sql = executed[1]
        if sql.strip() in ("BEGIN", "COMMIT", "ROLLBACK") or sql.startswith("SELECT set_config"):
            continue
        values = {}
        if number + 1 < len(entries) and entries[number + 1][1] == "DETAIL":
            values = dict(PARAMETER.findall(entries[number + 1][2]))
        found.append((sql, values))
    return found


def pgbench_milliseconds(statements, clients=1, seconds=4, database="kopiena"):
    """The mean time of these statements in one transaction that is undone, through pgbench on one connection."""
    script = "BEGIN;\n"
    for sql, values in statements:
        literal = re.sub(r"\$(\d+)", lambda found: values.get(found[1], "NULL"), sql)
        # pgbench reads :name as a variable of its own, and one line as one command.
        script += " ".join(literal.replace("::", "\0").replace(":", "\1").split()) + ";\n"
    script = re.sub("\0", "::", script).replace("\1", ":") + "ROLLBACK;\n"
    with tempfile.NamedTemporaryFile("w", suffix=".sql", delete=False) as file:
        file.write(script)
    os.chmod(file.name, 0o644)
    call = PREFIX + ["pgbench", "-n", "-M", "prepared", "-h", SOCKET, "-U", "postgres", "-f", file.name, "-c", str(clients),
                     "-T", str(seconds), database]
    done = subprocess.run(call, capture_output=True, text=True, cwd="/")
    os.unlink(file.name)
    latency = re.search(r"latency average = ([\d.]+) ms", done.stdout)
    if not latency or "aborted" in done.stderr:
        raise SystemExit("pgbench: " + done.stderr + done.stdout)
    return float(latency[1])

"""Runs of the ledger's scripts through pgbench: how many transactions a second, how late the slowest, how much was logged."""
import glob
import os
import re
import shutil
import subprocess
import tempfile
from collections import namedtuple

from client import percentile
from database import PREFIX, SOCKET, psql

Run = namedtuple("Run", "rate p99 logged")


def logged_until_now():
    return int(psql("SELECT pg_current_wal_insert_lsn() - '0/0'"))


def pgbench(name, database, user, seconds, clients=8, **values):
    """One run of a script. Whoever acts is person 1."""
    folder = tempfile.mkdtemp()
    os.chmod(folder, 0o777)
    # Also the user postgres must be able to read it.
    file = shutil.copyfile(os.path.join(os.path.dirname(__file__), name), os.path.join(folder, name))
    os.chmod(file, 0o644)
    call = PREFIX + ["env", "PGOPTIONS=-c kopiena.person=1", "pgbench", "-n", "-M", "prepared", "-h", SOCKET, "-U", user, "-f", file,
                     "-c", str(clients), "-j", "2", "-T", str(seconds), "-l", f"--log-prefix={folder}/log"]
    for key, value in values.items():
        call += ["-D", f"{key}={value}"]
    before = logged_until_now()
    done = subprocess.run(call + [database], capture_output=True, text=True, cwd="/")
    logged = logged_until_now() - before
    rate = re.search(r"tps = ([\d.]+)", done.stdout)
    if done.returncode != 0 or not rate:
        raise SystemExit(f"pgbench, {name}: {done.stderr}{done.stdout}")
    times = [int(line.split()[2]) / 1000 for path in glob.glob(f"{folder}/log*") for line in open(path)]
    shutil.rmtree(folder)
    return Run(float(rate[1]), percentile(times, 0.99), logged / len(times))

"""The service under measurement: started, watched and stopped."""
import os
import subprocess
import threading
import time

from client import Client


class Service:
    def __init__(self, program, port, log):
        self.port = port
        environment = dict(os.environ, KOPIENA_PORT=str(port), KOPIENA_METRICS_PORT=str(port + 1))
        start = time.perf_counter()
        with open(log, "ab") as output:
            self.process = subprocess.Popen([program, "serve"], env=environment, stdout=output, stderr=output)
        while True:
            try:
                client = Client(port)
                if client.get("/readyz")[0] == 200:
                    break
            except OSError:
                pass
            if self.process.poll() is not None or time.perf_counter() - start > 30:
                raise SystemExit(f"the service did not start; see {log}")
            time.sleep(0.005)
        self.seconds_to_ready = time.perf_counter() - start

    def resident_megabytes(self):
        with open(f"/proc/{self.process.pid}/status") as file:
            for line in file:
                if line.startswith("VmRSS"):
                    return int(line.split()[1]) / 1024
        return 0

    def stop(self):
        self.process.terminate()
        self.process.wait(timeout=60)


class Watch:
    """The highest resident memory while a block runs."""

    def __init__(self, service):
        self.service = service
        self.highest = 0
        self.ended = threading.Event()

    def __enter__(self):
        self.thread = threading.Thread(target=self.look)
        self.thread.start()
        return self

    def look(self):
        while not self.ended.is_set():
            self.highest = max(self.highest, self.service.resident_megabytes())
            self.ended.wait(0.05)

    def __exit__(self, *_):
        self.ended.set()
        self.thread.join()

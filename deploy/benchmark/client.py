"""A plain HTTP/1.1 client over one socket: cheap enough that the service is measured and not the measuring."""
import re
import socket
import time
from urllib.parse import urlencode

FORM_TOKEN = re.compile(rb'name="formToken" value="([^"]+)"')


class Client:
    """One browser: its connection and its session cookie."""

    def __init__(self, port, cookie=None):
        self.port = port
        self.cookie = cookie
        self.socket = None

    def connect(self):
        self.socket = socket.create_connection(("127.0.0.1", self.port), timeout=60)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def close(self):
        if self.socket:
            self.socket.close()
        self.socket = None

    def head(self, method, path, extra=""):
        cookie = f"Cookie: __Host-session={self.cookie}\r\n" if self.cookie else ""
        origin = f"Origin: http://127.0.0.1:{self.port}\r\n" if method == "POST" else ""
        return f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\n{cookie}{origin}{extra}\r\n".encode()

    def get(self, path):
        return self.exchange(self.head("GET", path))

    def post(self, path, fields):
        body = urlencode(fields).encode()
        kind = f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n"
        return self.exchange(self.head("POST", path, kind) + body)

    def exchange(self, request):
        """Sends a whole request; gives the status, the headers as bytes and the body."""
        if not self.socket:
            self.connect()
        self.socket.sendall(request)
        return self.read()

    def read(self):
        data = b""
        while b"\r\n\r\n" not in data:
            data += self.receive()
        head, body = data.split(b"\r\n\r\n", 1)
        length = re.search(rb"(?i)\r\ncontent-length: *(\d+)", head)
        if length:
            while len(body) < int(length[1]):
                body += self.receive()
        elif re.search(rb"(?i)\r\ntransfer-encoding: *chunked", head):
            while not body.endswith(b"0\r\n\r\n"):
                body += self.receive()
        return int(head[9:12]), head, body

    def receive(self):
        piece = self.socket.recv(65536)
        if not piece:
            raise ConnectionError("the service closed the connection")
        return piece

    def timed(self, path, times):
        """Milliseconds of so many GETs of one address, all of which must succeed."""
        taken = []
        for _ in range(times):
            start = time.perf_counter()
            status, _, _ = self.get(path)
            taken.append((time.perf_counter() - start) * 1000)
            if status != 200:
                raise SystemExit(f"GET {path} answered {status}")
        return taken


def hidden(page, name):
    """The value of a hidden field of a page."""
    found = re.search(rb'name="' + name.encode() + rb'" value="([^"]*)"', page)
    if not found:
        raise SystemExit(f"the page has no field {name}")
    return found[1].decode()


def median(values):
    values = sorted(values)
    return values[len(values) // 2]


def percentile(values, share):
    values = sorted(values)
    return values[min(len(values) - 1, int(len(values) * share))]

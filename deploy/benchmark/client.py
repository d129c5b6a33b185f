"""A plain HTTP/1.1 client over one socket: cheap enough that the service is measured and not the measuring."""
import re
import socket
import time
from urllib.parse import urlencode

LENGTH = re.compile(rb"(?i)\r\ncontent-length: *(\d+)")
CHUNKED = re.compile(rb"(?i)\r\ntransfer-encoding: *chunked")


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
        return self.exchange(self.posted(path, fields))

    def posted(self, path, fields):
        """A request that sends a form."""
        body = urlencode(fields).encode()
        kind = f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n"
        return self.head("POST", path, kind) + body

    def exchange(self, request):
        """Sends a whole request; gives the status, the headers as bytes and the body."""
        if not self.socket:
            self.connect()
        self.socket.sendall(request)
        return self.read()

    def read(self):
        data = b""
        while not (answer := parsed(data)):
            data += self.receive()
        return answer

    def receive(self):
        piece = self.socket.recv(262144)
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


def parsed(data):
    """Status, headers and body of an answer that has come whole; nothing before."""
    end = data.find(b"\r\n\r\n")
    if end < 0:
        return None
    head, body = data[:end], data[end + 4 :]
    length = LENGTH.search(head)
    if length:
        is_whole = len(body) >= int(length[1])
    else:
        is_whole = not CHUNKED.search(head) or body.endswith(b"0\r\n\r\n")
    return (int(head[9:12]), head, body) if is_whole else None


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

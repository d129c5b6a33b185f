"""Many applicants at once: a closed loop of form and submission, an open loop of submissions, and uploads."""
import asyncio
import re
import selectors
import time
from urllib.parse import urlencode

from client import Client, hidden, parsed


HIDDEN = re.compile(rb'name="(formToken|key|revision)" value="([^"]*)"')
CHECKBOX = re.compile(rb'type="checkbox"[^>]*? name="([^"]*)"')


def fields_of(page):
    """What the signatory's browser would post: the hidden fields and every declaration ticked."""
    hidden = {name: value for name, value in HIDDEN.findall(page)}
    return [*hidden.items(), *((name, "yes") for name in CHECKBOX.findall(page))]


def address(application):
    return f"/applications/{application}/submission"


class Applicant(Client):
    """One of many clients that one thread serves in turn: threads of their own would take a tenth of the machine."""

    def __init__(self, port, pairs):
        super().__init__(port)
        self.pairs = iter(pairs)
        self.taken = []
        self.connect()
        self.socket.setblocking(False)

    def begin(self):
        """Fetches the next form; says whether there is one."""
        following = next(self.pairs, None)
        if not following:
            return False
        self.cookie, self.application = following
        self.start = time.perf_counter()
        self.is_form = True
        self.send(self.head("GET", address(self.application)))
        return True

    def send(self, request):
        self.data = b""
        # A request is far smaller than what a socket holds back.
        self.socket.sendall(request)

    def go_on(self):
        """Reads what has come and does what follows; says whether there is anything left to do."""
        self.data += self.receive()
        answer = parsed(self.data)
        if not answer:
            return True
        status, _, page = answer
        if self.is_form and status == 200:
            self.is_form = False
            self.send(self.posted(address(self.application), fields_of(page)))
            return True
        self.taken.append((time.perf_counter() - self.start, not self.is_form and status == 303))
        return self.begin()


def closed_loop(port, work, clients=20):
    """`work`: pairs of cookie and application. Gives the seconds of it all, those of each form and submission together, and how
    many were not taken."""
    waiting = selectors.DefaultSelector()
    start = time.perf_counter()
    applicants = [Applicant(port, work[number::clients]) for number in range(clients)]
    for applicant in applicants:
        if applicant.begin():
            waiting.register(applicant.socket, selectors.EVENT_READ, applicant)
    while waiting.get_map():
        for key, _ in waiting.select():
            if not key.data.go_on():
                waiting.unregister(key.fileobj)
    for applicant in applicants:
        applicant.close()
    seconds = time.perf_counter() - start
    taken = [one for applicant in applicants for one in applicant.taken]
    return seconds, [one[0] for one in taken], sum(not one[1] for one in taken)


def open_loop(port, work, seconds=10):
    """Sends each submission at its own time, however slow the answers are: pairs of application, moment sent, status, delay."""
    client = Client(port)
    requests = []
    for client.cookie, application in work:
        body = urlencode(fields_of(client.get(address(application))[2])).encode()
        kind = f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\nConnection: close\r\n"
        requests.append((application, client.head("POST", address(application), kind) + body))
    client.close()
    return asyncio.run(send_on_time(port, requests, seconds / len(requests)))


async def send_on_time(port, requests, gap):
    start = asyncio.get_running_loop().time()
    return await asyncio.gather(
        *[send(port, application, request, start + number * gap) for number, (application, request) in enumerate(requests)]
    )


async def send(port, application, request, due):
    loop = asyncio.get_running_loop()
    await asyncio.sleep(max(0, due - loop.time()))
    try:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        sent = time.time()
        writer.write(request)
        await writer.drain()
        answer = await reader.read()
        writer.close()
        return application, sent, int(answer[9:12] or b"0"), loop.time() - due
    except OSError:
        return application, time.time(), 0, loop.time() - due


def upload(port, cookie, application, field, megabytes=25):
    """One file of that size, sent in pieces as a browser does; gives the status."""
    client = Client(port, cookie)
    page = client.get(f"/applications/{application}/sections/documents")[2]
    edge = "benchmark-edge"
    token = hidden(page, "formToken")
    head = f'--{edge}\r\nContent-Disposition: form-data; name="formToken"\r\n\r\n{token}\r\n'
    head += f'--{edge}\r\nContent-Disposition: form-data; name="file"; filename="plans.pdf"\r\n'
    head += "Content-Type: application/pdf\r\n\r\n%PDF-1.7\n"
    end = "\n%%EOF\n"
    tail = f"{end}\r\n--{edge}--\r\n".encode()
    filler = megabytes * 1_048_576 - len("%PDF-1.7\n") - len(end)
    length = len(head.encode()) + filler + len(tail)
    kind = f"Content-Type: multipart/form-data; boundary={edge}\r\nContent-Length: {length}\r\n"
    client.socket.sendall(client.head("POST", f"/applications/{application}/papers/{field}", kind) + head.encode())
    piece = bytes(65536)
    while filler > 0:
        client.socket.sendall(piece[: min(filler, len(piece))])
        filler -= len(piece)
    client.socket.sendall(tail)
    return client.read()[0]

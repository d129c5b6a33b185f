"""Many applicants at once: a closed loop of form and submission, an open loop of submissions, and uploads."""
import asyncio
import multiprocessing
import threading
import time
from urllib.parse import urlencode

from client import Client, hidden


def fields_of(page):
    """What the signatory's browser would post: the hidden fields and every declaration ticked."""
    names = [piece.split(b'name="', 1)[1].split(b'"', 1)[0].decode() for piece in page.split(b'type="checkbox"')[1:]]
    return [(name, hidden(page, name)) for name in ("formToken", "key", "revision")] + [(name, "yes") for name in names]


def address(application):
    return f"/applications/{application}/submission"


def form_and_submit(client, application):
    """One applicant's last steps: the seconds of form and submission together, and whether it was taken."""
    start = time.perf_counter()
    status, _, page = client.get(address(application))
    if status == 200:
        status, _, _ = client.post(address(application), fields_of(page))
    return time.perf_counter() - start, status == 303


def some_clients(port, shares, results):
    taken = []

    def one(pairs):
        client = Client(port)
        for client.cookie, application in pairs:
            taken.append(form_and_submit(client, application))
        client.close()

    threads = [threading.Thread(target=one, args=[pairs]) for pairs in shares]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    results.put(taken)


def closed_loop(port, work, clients=20, processes=2):
    """`work`: pairs of cookie and application. Gives the seconds of it all, those of each, and how many were not taken."""
    shares = [work[number::clients] for number in range(clients)]
    results = multiprocessing.Queue()
    running = [
        multiprocessing.Process(target=some_clients, args=[port, shares[number::processes], results])
        for number in range(processes)
    ]
    start = time.perf_counter()
    for process in running:
        process.start()
    taken = [one for _ in running for one in results.get()]
    for process in running:
        process.join()
    seconds = time.perf_counter() - start
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

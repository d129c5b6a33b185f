"""Prints HTML letters as PDF/UA-1 with WeasyPrint.

Reads one JSON object from standard input, {"documents": ["<!doctype html>...", ...]}, and writes the documents to standard output
in order: a line with the length in bytes, a line feed, the bytes. Ends with a status that is not 0 and one line on standard error
if any of them cannot be made. Arguments: the folder that pictures and style sheets may come from, megabytes of memory, seconds of
processor time. Nothing is fetched from anywhere else, least of all from a network.
"""

import json
import os
import pathlib
import resource
import sys


def limit(megabytes, seconds):
    """Sets the limits before anything large is loaded; they hold even where whoever started us dies."""
    memory = megabytes * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (128, 128))
    # Whoever waits for a page is served before a letter is printed.
    os.nice(5)


MEDIA_TYPES = {".css": "text/css", ".svg": "image/svg+xml", ".png": "image/png"}


def main():
    folder = pathlib.Path(sys.argv[1]).resolve()
    limit(int(sys.argv[2]), int(sys.argv[3]))
    from urllib.parse import unquote, urlsplit

    from weasyprint import HTML
    from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

    class Folder(URLFetcher):
        """Gives files of one folder; anything else is the end of the letter, not a picture left out."""

        def fetch(self, url, headers=None):
            parts = urlsplit(url)
            if parts.scheme != "file" or parts.netloc:
                raise FatalURLFetchingError("a letter asks for something outside its folder")
            path = pathlib.Path(unquote(parts.path)).resolve()
            media_type = MEDIA_TYPES.get(path.suffix)
            if folder not in path.parents or media_type is None or not path.is_file():
                raise FatalURLFetchingError("a letter asks for something outside its folder")
            return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": media_type})

    order = json.load(sys.stdin.buffer)
    base = (folder / "letters").as_uri() + "/"
    printed = sys.stdout.buffer
    for text in order["documents"]:
        pdf = HTML(string=text, base_url=base, url_fetcher=Folder()).write_pdf(pdf_variant="pdf/ua-1")
        printed.write(b"%d\n" % len(pdf))
        printed.write(pdf)
        printed.flush()


def leave(status, words=None):
    """Ends at once. Pango looks for fonts in a thread of its own; an orderly end of Python takes the libraries away from under it,
    and every few hundred letters the process died so after its work was done."""
    if words is not None:
        print(words, file=sys.stderr, flush=True)
    os._exit(status)


if __name__ == "__main__":
    try:
        main()
    except MemoryError:
        leave(1, "out of memory")
    except BaseException as error:  # a refused address is no Exception; one line for the log
        leave(1, f"{type(error).__name__}: {str(error)[:200]}".replace("\n", " "))
    leave(0)

"""A Jobindsats on this machine: answers over real HTTP what it was told to, and remembers what it was asked."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

TOKEN = "hemmelig-noegle-7f3a"
PERIODS = ["2025M12", "2026M01", "2026M02", "2026Q1", "2026QMAT01"]
LABELS = ["Area", "Periode", "Ydelsesgrupper", "Antal aktiverede", "Fuldtidsaktiverede i pct. af arbejdsstyrken"]
ROWS: list[list[Any]] = [
    ["Hele landet", "2026M01", "A-dagpenge", "12.345", "0,4"],
    ["Hele landet", "2026M02", "A-dagpenge", 12400, 0.5],
    ["Lindeby", "2026M01", "A-dagpenge", "205", "1,25"],
    ["Lindeby", "2026M02", "A-dagpenge", "-", ".."],
]


def description(periods: list[str] = PERIODS) -> bytes:
    return json.dumps([{"TableID": "PTVC01", "TableName": "Tilbud og samtaler", "Period": periods}]).encode()


def answer(rows: list[list[Any]] = ROWS, labels: list[str] = LABELS) -> bytes:
    return json.dumps([{"Variables": [{"Label": one} for one in labels], "Data": rows}], ensure_ascii=False).encode()


def listed(*ids: str) -> bytes:
    """The list of tables, as version 3 tells it."""
    tables = [{"table_id": one, "table_name": "Tilbud og samtaler"} for one in ids]
    groups = [{"table_group_name": "Tilbud", "tables": tables}]
    return json.dumps([{"subject_name": "Aktiv indsats", "table_groups": groups}]).encode()


def description_3(periods: list[str] = PERIODS) -> bytes:
    """A table with two kinds of periods, areas in two hierarchies, and one way of parting it."""
    kinds: dict[str, list[str]] = {}
    for one in periods:
        kinds.setdefault(one[4:].rstrip("0123456789"), []).append(one)
    told = {
        "table_id": "ptv_c01",
        "periods": [
            {"periodtype_id": kind, "values": [{"period_id": one, "period_name": one} for one in ones]}
            for kind, ones in kinds.items()
        ],
        "dimensions": [
            _dimension("_omrade", _region=[("/", "Hele landet")], _nykom=[("/", "Hele landet"), ("/84/", "Lindeby")]),
            _dimension("_tilbud", _tilb_2=[("/1/", "Privat"), ("/2/", "Offentlig")]),
        ],
    }
    return json.dumps(told, ensure_ascii=False).encode()


def _dimension(name: str, **hierarchies: list[tuple[str, str]]) -> dict[str, Any]:
    def values(told: list[tuple[str, str]]) -> list[dict[str, Any]]:
        return [{"level_id": "0", "values": [{"value_id": id, "value_name": name} for id, name in told]}]

    return {
        "dimension_id": name,
        "hierarchies": [{"hierarchy_id": one, "levels": values(told)} for one, told in hierarchies.items()],
    }


def answer_3(rows: list[list[Any]] = ROWS, labels: list[str] = LABELS) -> bytes:
    named = ["Kommune" if one == "Area" else one for one in labels]
    return json.dumps({"columns": named, "rows": rows}, ensure_ascii=False).encode()


@dataclass
class Reply:
    """`cut`: how many bytes of it are sent before the line goes dead. `slow`: nothing is sent before the stub ends."""

    content: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    cut: int | None = None
    slow: bool = False


@dataclass
class Stub:
    address: str
    replies: list[Reply]
    asked: list[tuple[str, str, str, Any]] = field(default_factory=list)  # method, path, token, body
    over: threading.Event = field(default_factory=threading.Event)


@contextmanager
def jobindsats(*replies: Reply, version: str = "v2") -> Iterator[Stub]:
    """The last of the replies is given again and again."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._answer(None)

        def do_POST(self) -> None:
            self._answer(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))

        def _answer(self, body: Any) -> None:
            stub.asked.append((self.command, self.path, self.headers["Authorization"], body))
            reply = stub.replies.pop(0) if len(stub.replies) > 1 else stub.replies[0]
            if reply.slow:
                stub.over.wait(20)
                return
            self.send_response(reply.status)
            for name, value in reply.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(reply.content)))
            self.end_headers()
            self.wfile.write(reply.content[: reply.cut])

        def log_message(self, *args: Any) -> None:
            """The tests' output is not a log."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    stub = Stub(f"http://127.0.0.1:{server.server_port}/{version}", list(replies))
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield stub
    finally:
        stub.over.set()
        server.shutdown()
        server.server_close()
        thread.join()

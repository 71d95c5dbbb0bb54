"""A load generator: keeps so many connections busy with prepared requests; prints what came back as JSON.

    python -m tests.benchmarks.answering.load PORT CONNECTIONS SECONDS FILE

FILE holds a JSON list of requests as text; each is sent once, or again from the start with --again.
"""

import asyncio
import json
import sys
import time
from collections import Counter
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path


class Load:
    def __init__(self, port: int, requests: Iterator[bytes], until: float) -> None:
        self.port, self.requests, self.until = port, requests, until
        self.statuses: Counter[str] = Counter()
        self.seconds: list[float] = []

    async def work(self) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        while time.monotonic() < self.until and (request := next(self.requests, None)):
            began = time.monotonic()
            writer.write(request)
            head = await reader.readuntil(b"\r\n\r\n")
            await reader.readexactly(_length(head))
            self.seconds.append(time.monotonic() - began)
            self.statuses[head[9:12].decode()] += 1
            if b"connection: close" in head.lower():
                writer.close()
                reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        writer.close()


def _length(head: bytes) -> int:
    for line in head.lower().split(b"\r\n"):
        if line.startswith(b"content-length:"):
            return int(line.partition(b":")[2])
    raise ValueError("the answer does not say how long it is")


async def run(port: int, connections: int, seconds: float, requests: Iterator[bytes]) -> Load:
    load = Load(port, requests, time.monotonic() + seconds)
    await asyncio.gather(*(load.work() for _ in range(connections)))
    return load


def main() -> None:
    port, connections, seconds, file = sys.argv[1:5]
    prepared = [text.encode() for text in json.loads(Path(file).read_text(encoding="utf-8"))]
    requests = cycle(prepared) if "--again" in sys.argv else iter(prepared)
    began = time.monotonic()
    load = asyncio.run(run(int(port), int(connections), float(seconds), requests))
    print(
        json.dumps(
            {
                "elapsed": time.monotonic() - began,
                "statuses": load.statuses,
                "milliseconds": sorted(1000 * second for second in load.seconds),
            }
        )
    )


if __name__ == "__main__":
    main()

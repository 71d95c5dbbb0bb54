"""A mail server that takes everything and keeps nothing; says its port: python -m tests.benchmarks.sink"""

import asyncio
import sys


async def converse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(b"220 sink\r\n")
    while line := await reader.readline():
        command = line[:4].upper()
        if command == b"DATA":
            writer.write(b"354 go on\r\n")
            await reader.readuntil(b"\r\n.\r\n")
        reply = {b"QUIT": b"221 bye\r\n", b"EHLO": b"250-sink\r\n250 PIPELINING\r\n"}
        writer.write(reply.get(command, b"250 ok\r\n"))
        if command == b"QUIT":
            break
    writer.close()


async def main() -> None:
    server = await asyncio.start_server(converse, "127.0.0.1", 0, limit=2**20)
    sys.stdout.write(f"{server.sockets[0].getsockname()[1]}\n")
    sys.stdout.flush()
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main())

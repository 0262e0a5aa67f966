"""Starts a server and prints the seconds until it answered a page, and then its memory in megabytes.

    start.py PATH COMMAND...   {port} in the command is a free port
"""

import socket
import subprocess
import sys
import time

path, command = sys.argv[1], sys.argv[2:]
with socket.socket() as free:
    free.bind(("127.0.0.1", 0))
    port = free.getsockname()[1]


def status():
    """The status of the page; None while nobody listens."""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=10) as asked:
            asked.sendall(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n".encode())
            answer = asked.makefile("rb").read()
            return int(answer.split(b" ", 2)[1]) if answer else None
    except ConnectionError:
        return None


begun = time.perf_counter()
server = subprocess.Popen(
    [part.replace("{port}", str(port)) for part in command], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
try:
    while (answered := status()) is None:
        if server.poll() is not None or time.perf_counter() - begun > 60:
            sys.exit(f"{command[0]} did not start")
        time.sleep(0.001)
    print(time.perf_counter() - begun)
    if answered != 200:
        sys.exit(f"{command[0]} answered {path} with {answered}")
    with open(f"/proc/{server.pid}/status") as file:
        print(next(int(line.split()[1]) for line in file if line.startswith("VmRSS")) / 1024)
finally:
    server.kill()
    server.wait()

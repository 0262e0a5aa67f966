"""Asks addresses one after the other as somebody at a desk, and prints the seconds that each took.

    asked.py HOST:PORT COOKIE PATH...
"""

import http.client
import sys
import time

server = http.client.HTTPConnection(sys.argv[1], timeout=60)
server.connect()
for path in sys.argv[3:]:
    begun = time.perf_counter()
    server.request("GET", path, headers={"Cookie": sys.argv[2]})
    answer = server.getresponse()
    answer.read()
    if answer.status != 200:
        sys.exit(f"{path}: {answer.status}")
    print(time.perf_counter() - begun)

"""Reads the bodies in a file of lines with json.loads, and prints how many seconds it took: open.py FILE"""

import json
import sys
import time

begun = time.perf_counter()
with open(sys.argv[1], "rb") as file:
    records = [json.loads(line) for line in file]
print(time.perf_counter() - begun)

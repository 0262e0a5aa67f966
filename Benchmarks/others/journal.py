"""Writes so many transactions for hledger, or for beancount when the file is called so: journal.py FILE COUNT"""

import datetime
import sys

name, count = sys.argv[1], int(sys.argv[2])
beancount = name.endswith(".beancount")
begins = datetime.date(2018, 1, 1)

with open(name, "w") as file:
    if beancount:
        file.write('option "title" "bench"\n')
        for account in ("Expenses:Travel", "Assets:Bank"):
            file.write(f"{begins} open {account} EUR\n")
    for number in range(count):
        day = begins + datetime.timedelta(days=number * 1500 // count)
        text = f'* "Study visit {number}"' if beancount else f"Study visit {number}"
        file.write(f"{day} {text}\n  Expenses:Travel    {number % 900 + 1}.50 EUR\n  Assets:Bank\n\n")

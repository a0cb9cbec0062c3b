#!/usr/bin/env python3
"""Makes landing/customers.csv: people who do not exist, with what such files have in them. The same bytes each time."""

import csv
import datetime
import pathlib

FIRST = "anna BELA csilla Dániel éva FERENC gabor HANNA istván JULI katalin LÁSZLÓ mária NORBERT orsolya péter rita SÁNDOR tímea viktor".split()
LAST = ["nagy", "KOVÁCS", "o'brien", "mcdonald", "van der berg", "SZABÓ", "tóth", "de la cruz", "horváth-kiss", "molnár"]
ROWS = 2_000


def row(i):
    first, last = FIRST[i * 7 % len(FIRST)], LAST[i * 3 % len(LAST)]
    plain = "".join(c for c in first.lower() if c.isascii()) + str(i)
    time = datetime.datetime(2025, 1, 1) + datetime.timedelta(minutes=i * 137)
    return {
        "id": str(i),
        "first_name": first,
        "last_name": ("  " + last) if i % 11 == 0 else last,
        "email": plain.title() + "@Example.ORG" if i % 3 else plain + "@example.org ",
        "phone": "+36 30 %03d %04d" % (i % 1000, i * 31 % 10000),
        "country": ["HU", "AT", "DE", ""][i % 4],
        "timestamp": time.strftime("%Y-%m-%d %H:%M:%S"),
    }


def spoilt(i):
    """A row, with the faults that its number asks for."""
    values = row(i)
    if i % 41 == 0:
        values["email"] = ""  # required
    if i % 59 == 0:
        values["last_name"] = "NULL"  # required, in another spelling of nothing
    if i % 67 == 0:
        values["email"] = values["email"].replace("@", " at ")  # no address
    if i % 97 == 0:
        values["timestamp"] = "2099-01-01 00:00:%02d" % (i % 60)  # the future: flagged
    if i % 211 == 0:
        values["timestamp"] = "yesterday"  # no time
    if i % 307 == 0:
        values["id"] = ""  # no key
    return values


def main():
    rows = []
    for i in range(1, ROWS + 1):
        rows.append(spoilt(i))
        if i % 13 == 0:  # again, as it was
            rows.append(spoilt(i))
        if i % 29 == 0:  # again, and later: this one counts
            later = spoilt(i)
            later["phone"] = "+36 1 000 %04d" % i
            rows.append(later)
    file = pathlib.Path(__file__).parent / "landing" / "customers.csv"
    with file.open("w", newline="", encoding="utf-8") as out:
        writer = csv.DictWriter(out, rows[0].keys(), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""Makes landing/flowers.csv of iris.csv: the same 150 rows with what a lake and a training ask for, a key, a time and a question."""

import csv
import datetime
import pathlib

FOLDER = pathlib.Path(__file__).parent


def main():
    with (FOLDER / "iris.csv").open(newline="", encoding="utf-8") as source:
        rows = list(csv.DictReader(source))
    for i, row in enumerate(rows, start=1):
        measured = datetime.datetime(2025, 1, 1) + datetime.timedelta(days=i)
        row["id"] = i
        row["measured_at"] = measured.isoformat(sep=" ")
        row["is_virginica"] = int(row["species"] == "virginica")
    columns = ["id", *[c for c in rows[0] if c not in ("id", "measured_at", "is_virginica")], "is_virginica", "measured_at"]
    with (FOLDER / "landing" / "flowers.csv").open("w", newline="", encoding="utf-8") as out:
        writer = csv.DictWriter(out, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


if __name__ == "__main__":
    main()

"""Prints every row of a lake table as another engine reads it, one JSON array per line.

    read_table.py pypaimon|pyiceberg WAREHOUSE ZONE TABLE

Values are written so that equal text is an equal value: numbers as text, doubles as their bits, times as microseconds
since 1970 in UTC, bytes as hexadecimal digits.
"""

import json
import struct
import sys

import pyarrow as pa


def read(engine, warehouse, zone, table):
    if engine == "pyiceberg":
        from pyiceberg.table import StaticTable

        return StaticTable.from_metadata(f"{warehouse}/{zone}.db/{table}").scan().to_arrow()
    from pypaimon import CatalogFactory

    builder = CatalogFactory.create({"warehouse": warehouse}).get_table(f"{zone}.{table}").new_read_builder()
    return builder.new_read().to_arrow(builder.new_scan().plan().splits())


def texts(column):
    if pa.types.is_timestamp(column.type):
        column = column.cast(pa.timestamp("us", tz=column.type.tz)).cast(pa.int64())
    return [text(value) for value in column.to_pylist()]


def text(value):
    if value is None:
        return None
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return struct.pack(">d", value).hex()
    if isinstance(value, bytes):
        return value.hex()
    return str(value)


rows = read(*sys.argv[1:])
for row in zip(*(texts(column) for column in rows.columns)):
    print(json.dumps(row))

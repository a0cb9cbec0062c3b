"""Reads lakes as another engine does, as long as it is asked: one JSON array per line of standard input.

    ["copy", "BUCKET/FOLDER", TO, ENDPOINT, ACCESS KEY, SECRET KEY]    from S3 to the local disk, by Arrow's client
    ["read", WAREHOUSE, TABLE...]                                      every row of these tables, by pypaimon

Answers {"table": ..., "row": {...}} per row, then {"done": ERROR or null}. Values are written so that equal text is an
equal value; times are microseconds since 1970 in UTC.
"""

import json
import sys
import traceback

import pyarrow as pa
from pyarrow import fs
from pypaimon import CatalogFactory


def copy(source, target, endpoint, access_key, secret_key):
    store = fs.S3FileSystem(
        access_key=access_key,
        secret_key=secret_key,
        endpoint_override=endpoint.removeprefix("http://"),
        region="us-east-1",
        scheme="http",
    )
    fs.copy_files(source, target, source_filesystem=store, destination_filesystem=fs.LocalFileSystem())


def read(warehouse, *tables):
    catalog = CatalogFactory.create({"warehouse": warehouse})
    for table in tables:
        builder = catalog.get_table(table).new_read_builder()
        rows = builder.new_read().to_arrow(builder.new_scan().plan().splits())
        for row in zip(*(texts(column) for column in rows.columns)):
            print(json.dumps({"table": table, "row": dict(zip(rows.column_names, row))}))


def texts(column):
    if pa.types.is_timestamp(column.type):
        column = column.cast(pa.timestamp("us", tz=column.type.tz)).cast(pa.int64())
    return [text(value) for value in column.to_pylist()]


def text(value):
    if value is None:
        return None
    return str(value).lower() if isinstance(value, bool) else str(value)


for line in sys.stdin:
    verb, *arguments = json.loads(line)
    try:
        {"copy": copy, "read": read}[verb](*arguments)
        error = None
    except Exception:
        error = traceback.format_exc()
    print(json.dumps({"done": error}), flush=True)

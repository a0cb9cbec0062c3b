"""Reads a lake as another engine does. The keys of an S3 store are in the environment.

    read_items.py copy BUCKET/FOLDER TO      from S3 to the local disk, by Arrow's client
    read_items.py read WAREHOUSE TABLE...    every row of these tables, by pypaimon: {"table":..., "row": {...}} per line

Values are written so that equal text is an equal value; times are microseconds since 1970 in UTC.
"""

import json
import os
import sys


def copy(source, target):
    from pyarrow import fs

    store = fs.S3FileSystem(
        access_key=os.environ["CONTRACT_ACCESS_KEY"],
        secret_key=os.environ["CONTRACT_SECRET_KEY"],
        endpoint_override=os.environ["CONTRACT_ENDPOINT"].removeprefix("http://"),
        region="us-east-1",
        scheme="http",
    )
    fs.copy_files(source, target, source_filesystem=store, destination_filesystem=fs.LocalFileSystem())


def read(warehouse, *tables):
    from pypaimon import CatalogFactory

    catalog = CatalogFactory.create({"warehouse": warehouse})
    for table in tables:
        builder = catalog.get_table(table).new_read_builder()
        rows = builder.new_read().to_arrow(builder.new_scan().plan().splits())
        columns = [texts(column) for column in rows.columns]
        for row in zip(*columns):
            print(json.dumps({"table": table, "row": dict(zip(rows.column_names, row))}))


def texts(column):
    import pyarrow as pa

    if pa.types.is_timestamp(column.type):
        column = column.cast(pa.timestamp("us", tz=column.type.tz)).cast(pa.int64())
    return [text(value) for value in column.to_pylist()]


def text(value):
    if value is None:
        return None
    return str(value).lower() if isinstance(value, bool) else str(value)


{"copy": copy, "read": read}[sys.argv[1]](*sys.argv[2:])

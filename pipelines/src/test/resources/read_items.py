"""Reads lakes as another engine does, as long as it is asked: one JSON array per line of standard input.

    ["copy", "BUCKET/FOLDER", TO, ENDPOINT, ACCESS KEY, SECRET KEY]    from S3 to the local disk, by Arrow's client, what
                                                                       is not there yet
    ["read", WAREHOUSE, TABLE...]                                      every row of these tables, by pypaimon
    ["files", WAREHOUSE, TABLE...]                                     every snapshot and what is in its files, columns
                                                                       under the names that they have now
    ["search", FOLDER, TEXT...]                                        every file that holds one of these, as it is or decoded

Answers {"table": ..., "row": {...}} per row, then {"done": ERROR or null}; "files" answers {"table": ..., "snapshot": ...,
"files": [...]} per snapshot and {"table": ..., "file": ..., "row": {...}} per row of a file, unmerged; "search" answers {"file":
..., "found": TEXT} and {"searched": number of files, "decoded": how many of them are Parquet or Avro}. Values are written
so that equal text is an equal value; times are microseconds since 1970 in UTC, dates days since then.
"""

import json
import os
import sys
import traceback
from concurrent.futures import ThreadPoolExecutor

import fastavro
import pyarrow as pa
import pyarrow.parquet as parquet
from pyarrow import fs
from pypaimon import CatalogFactory
from pypaimon.manifest.manifest_list_manager import ManifestListManager
from pypaimon.read.scanner.file_scanner import FileScanner
from pypaimon.snapshot.snapshot_manager import SnapshotManager


def copy(source, target, endpoint, access_key, secret_key):
    store = fs.S3FileSystem(
        access_key=access_key,
        secret_key=secret_key,
        endpoint_override=endpoint.removeprefix("http://"),
        region="us-east-1",
        scheme="http",
    )
    found = store.get_file_info(fs.FileSelector(source, recursive=True))
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda file: copy_new(store, file, target + file.path[len(source) :]), found))


def copy_new(store, file, target):
    """A file that a table is made of never changes; what points to the newest of them does."""
    if file.type == fs.FileType.File and (not os.path.exists(target) or os.path.basename(target) in ("LATEST", "EARLIEST")):
        os.makedirs(os.path.dirname(target), exist_ok=True)
        with store.open_input_file(file.path) as stored, open(target, "wb") as copied:
            copied.write(stored.readall())


def read(warehouse, *tables):
    catalog = CatalogFactory.create({"warehouse": warehouse})
    for table in tables:
        builder = catalog.get_table(table).new_read_builder()
        rows = builder.new_read().to_arrow(builder.new_scan().plan().splits())
        for row in zip(*(texts(column) for column in rows.columns)):
            print(json.dumps({"table": table, "row": dict(zip(rows.column_names, row))}))


def files(warehouse, *tables):
    catalog = CatalogFactory.create({"warehouse": warehouse})
    for name in tables:
        table = catalog.get_table(name)
        snapshots = SnapshotManager(table)
        lists = ManifestListManager(table)
        latest = snapshots.get_latest_snapshot()
        now = {field.id: field.name for field in table.fields}
        read = set()
        for number in range(snapshots.try_get_earliest_snapshot().id, latest.id + 1) if latest else []:
            snapshot = snapshots.get_snapshot_by_id(number)
            plan = FileScanner(table, lambda: (lists.read_all(snapshot), snapshot)).scan()
            found = {file.file_name: file for split in plan.splits() for file in split.files}
            print(json.dumps({"table": name, "snapshot": number, "files": sorted(found)}))
            for file in found.keys() - read:
                written = {field.name: now[field.id] for field in table.schema_manager.get_schema(found[file].schema_id).fields}
                rows = parquet.ParquetFile(found[file].file_path.removeprefix("file:")).read()
                names = [written.get(column, column) for column in rows.column_names]
                for row in zip(*(texts(column) for column in rows.columns)):
                    print(json.dumps({"table": name, "file": file, "row": dict(zip(names, row))}))
            read |= found.keys()


def search(folder, *needles):
    """A whole number is looked for in eight bytes, too, as Parquet's and Paimon's statistics have it."""
    wanted = {needle: [needle.encode()] for needle in needles}
    for needle in needles:
        if needle.isdigit():
            wanted[needle] += [int(needle).to_bytes(8, order) for order in ("little", "big")]
    searched = decoded = 0
    for parent, _, names in os.walk(folder):
        for name in names:
            path = os.path.join(parent, name)
            with open(path, "rb") as file:
                raw = file.read()
            contents = [raw]
            if raw[:4] == b"PAR1" and raw[-4:] == b"PAR1":
                table = parquet.ParquetFile(path)
                contents += leaves(table.read().to_pylist())
                contents += leaves(table.metadata.to_dict())
                decoded += 1
            elif raw[:4] == b"Obj\x01":
                with open(path, "rb") as file:
                    contents += leaves(list(fastavro.reader(file)))
                decoded += 1
            searched += 1
            for needle, forms in wanted.items():
                if any(form in content for content in contents for form in forms):
                    print(json.dumps({"file": path, "found": needle}))
    print(json.dumps({"searched": searched, "decoded": decoded}))


def leaves(value):
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, (list, tuple)):
        for item in value:
            yield from leaves(item)
    elif value is not None:
        yield value if isinstance(value, bytes) else str(value).encode()


def texts(column):
    if pa.types.is_date(column.type):
        column = column.cast(pa.int32())
    if pa.types.is_timestamp(column.type):
        column = column.cast(pa.timestamp("us", tz=column.type.tz)).cast(pa.int64())
    return [text(value) for value in column.to_pylist()]


def text(value):
    if value is None:
        return None
    if isinstance(value, bytes):
        return value.decode(errors="surrogateescape")
    return str(value).lower() if isinstance(value, bool) else str(value)


for line in sys.stdin:
    verb, *arguments = json.loads(line)
    try:
        {"copy": copy, "read": read, "files": files, "search": search}[verb](*arguments)
        error = None
    except Exception:
        error = traceback.format_exc()
    print(json.dumps({"done": error}), flush=True)

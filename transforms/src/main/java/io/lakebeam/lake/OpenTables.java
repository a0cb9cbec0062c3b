package io.lakebeam.lake;

import java.util.HashMap;
import java.util.Map;
import org.apache.paimon.table.FileStoreTable;
import org.apache.paimon.types.RowType;

/** A worker's open tables: looked up in the catalog once each. Not thread-safe. */
final class OpenTables {
  private final Lake lake;
  private final Map<TableName, FileStoreTable> tables = new HashMap<>();
  private final Map<TableName, RowCodec> codecs = new HashMap<>();

  OpenTables(Lake lake) {
    this.lake = lake;
  }

  Lake lake() {
    return lake;
  }

  FileStoreTable table(TableName name) {
    return tables.computeIfAbsent(name, lake::open);
  }

  RowType type(TableName name) {
    return table(name).rowType();
  }

  RowCodec codec(TableName name) {
    RowCodec codec = codecs.get(name);
    if (codec == null) {
      codec = RowCodec.of(type(name));
      codecs.put(name, codec);
    }
    return codec;
  }
}

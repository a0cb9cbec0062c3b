package io.lakebeam.lake;

import org.apache.paimon.types.DataType;

/** A column, or a part of one, named in messages: {@code address.lines[]}. */
record Column(TableName table, String path, DataType type) {

  Column part(String suffix, DataType partType) {
    return new Column(table, path + suffix, partType);
  }

  /** Never with the value itself: messages end up in logs, and values can be personal. */
  RowException refuse(String why) {
    return new RowException(
        "table %s column '%s' (%s): %s".formatted(table, path, type.asSQLString(), why));
  }
}

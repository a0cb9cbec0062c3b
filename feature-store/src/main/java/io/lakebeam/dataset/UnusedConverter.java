package io.lakebeam.dataset;

import java.util.List;
import java.util.stream.IntStream;
import org.apache.parquet.io.api.Converter;
import org.apache.parquet.io.api.GroupConverter;
import org.apache.parquet.io.api.PrimitiveConverter;
import org.apache.parquet.schema.MessageType;

/** Parquet's column store asks for converters even when values are taken column by column. */
final class UnusedConverter extends GroupConverter {
  private final List<Converter> fields;

  UnusedConverter(MessageType message) {
    fields =
        IntStream.range(0, message.getFieldCount())
            .<Converter>mapToObj(field -> new PrimitiveConverter() {})
            .toList();
  }

  @Override
  public Converter getConverter(int field) {
    return fields.get(field);
  }

  @Override
  public void start() {}

  @Override
  public void end() {}
}

package io.lakebeam.dataset;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.api.RecordConsumer;

/** Hands checked rows to Parquet. */
@SuppressWarnings("deprecation") // Parquet still declares the Hadoop variants abstract.
final class RowWriteSupport extends WriteSupport<Object[]> {
  private final TableSchema schema;
  private RecordConsumer consumer;

  private RowWriteSupport(TableSchema schema) {
    this.schema = schema;
  }

  static ParquetWriter<Object[]> open(Path file, TableSchema schema) throws IOException {
    return new Builder(new LocalOutputFile(file), schema)
        .withConf(new PlainParquetConfiguration())
        .withCompressionCodec(CompressionCodecName.ZSTD)
        .build();
  }

  @Override
  public WriteContext init(Configuration configuration) {
    return context();
  }

  @Override
  public WriteContext init(ParquetConfiguration configuration) {
    return context();
  }

  private WriteContext context() {
    return new WriteContext(schema.toParquet(), Map.of());
  }

  @Override
  public void prepareForWrite(RecordConsumer recordConsumer) {
    consumer = recordConsumer;
  }

  @Override
  public void write(Object[] row) {
    consumer.startMessage();
    List<Column> columns = schema.columns();
    for (int i = 0; i < row.length; i++) {
      if (row[i] != null) {
        consumer.startField(columns.get(i).name(), i);
        columns.get(i).type().write(consumer, row[i]);
        consumer.endField(columns.get(i).name(), i);
      }
    }
    consumer.endMessage();
  }

  private static final class Builder extends ParquetWriter.Builder<Object[], Builder> {
    private final TableSchema schema;

    Builder(OutputFile file, TableSchema schema) {
      super(file);
      this.schema = schema;
    }

    @Override
    protected Builder self() {
      return this;
    }

    @Override
    protected WriteSupport<Object[]> getWriteSupport(Configuration configuration) {
      return new RowWriteSupport(schema);
    }

    @Override
    protected WriteSupport<Object[]> getWriteSupport(ParquetConfiguration configuration) {
      return new RowWriteSupport(schema);
    }
  }
}

package io.lakebeam.lake.write;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.paimon.CoreOptions;
import org.apache.paimon.KeyValue;
import org.apache.paimon.codegen.CodeGenUtils;
import org.apache.paimon.codegen.Projection;
import org.apache.paimon.data.InternalRow;
import org.apache.paimon.format.FileFormat;
import org.apache.paimon.format.SimpleStatsExtractor;
import org.apache.paimon.format.parquet.ParquetSchemaConverter;
import org.apache.paimon.shade.org.apache.parquet.schema.MessageType;
import org.apache.paimon.table.FileStoreTable;
import org.apache.paimon.types.DataType;
import org.apache.paimon.types.RowType;
import org.apache.paimon.utils.StatsCollectorFactories;
import org.apache.paimon.utils.UserDefinedSeqComparator;
import org.checkerframework.checker.nullness.qual.Nullable;

/** What is the same for all files that one version of a table's columns is written to. */
final class TableForm {
  private final FileStoreTable table;
  private final CoreOptions options;
  private final RowType rows;
  private final RowType fileRows;
  private final MessageType schema;
  private final Configuration parquet = new Configuration(false);
  private final int[] key;
  private final SimpleStatsExtractor statistics;

  TableForm(FileStoreTable table) {
    this.table = table;
    this.options = table.coreOptions();
    this.rows = table.rowType();
    this.fileRows = KeyValue.schema(RowType.of(), rows);
    this.schema = ParquetSchemaConverter.convertToParquetMessageType(fileRows);
    this.key = rows.getFieldIndices(table.schema().trimmedPrimaryKeys());
    parquet.setInt(
        "parquet.compression.codec.zstd.level",
        options.toConfiguration().get(CoreOptions.FILE_COMPRESSION_ZSTD_LEVEL));
    this.statistics =
        FileFormat.fileFormat(options)
            .createStatsExtractor(
                fileRows,
                StatsCollectorFactories.createStatsFactories(
                    options.statsMode(),
                    options,
                    fileRows.getFieldNames(),
                    keyType().getFieldNames()))
            .orElseThrow();
  }

  /**
   * Whether the table's files are written here: flat columns, Parquet whose keys are among the
   * columns, the last row of a key wins, and nothing is kept beside the rows.
   */
  static boolean fits(FileStoreTable table) {
    CoreOptions options = table.coreOptions();
    return Columns.canWrite(table.rowType())
        && CoreOptions.FILE_FORMAT_PARQUET.equals(options.fileFormatString())
        && options.dataFileThinMode()
        && options.writeOnly()
        && options.bucket() > 0
        && !"none".equals(options.statsMode())
        && table.partitionKeys().isEmpty()
        && !table.primaryKeys().isEmpty()
        && options.mergeEngine() == CoreOptions.MergeEngine.DEDUPLICATE
        && options.changelogProducer() == CoreOptions.ChangelogProducer.NONE
        && options.rowkindField().isEmpty()
        && options.indexColumnsOptions().isEmpty()
        && options.fileFormatPerLevel().isEmpty()
        && !options.ignoreDelete();
  }

  FileStoreTable table() {
    return table;
  }

  CoreOptions options() {
    return options;
  }

  RowType rows() {
    return rows;
  }

  RowType fileRows() {
    return fileRows;
  }

  MessageType schema() {
    return schema;
  }

  Configuration parquet() {
    return parquet;
  }

  SimpleStatsExtractor statistics() {
    return statistics;
  }

  int[] key() {
    return key;
  }

  RowType keyType() {
    return rows.project(key);
  }

  Projection keyOf() {
    return CodeGenUtils.newProjection(rows, key);
  }

  /** Orders whole rows by key. */
  Comparator<InternalRow> byKey() {
    return CodeGenUtils.newRecordComparator(rows.getFieldTypes(), key, true);
  }

  /** Orders keys. */
  Comparator<InternalRow> ofKeys() {
    List<DataType> types = keyType().getFieldTypes();
    return CodeGenUtils.newRecordComparator(
        types, IntStream.range(0, types.size()).toArray(), true);
  }

  /** Orders rows of one key by age; null: the last one written is the newest. */
  @Nullable Comparator<InternalRow> byAge() {
    return UserDefinedSeqComparator.create(rows, options);
  }
}

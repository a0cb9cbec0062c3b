package io.lakebeam.file;

import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.parquet.avro.AvroParquetReader;
import org.apache.parquet.avro.AvroReadSupport;
import org.apache.parquet.avro.AvroSchemaConverter;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.io.SeekableInputStream;

/** Parquet; a part is some row groups. */
final class ParquetFiles implements TypedFiles {
  private static final byte[] MAGIC = {'P', 'A', 'R', '1'};

  /** Both marks and the length of the footer. */
  private static final int SHORTEST = 12;

  @Override
  public Schema schema(SeekableFile file) throws IOException {
    requireMarks(file);
    try (ParquetFileReader reader = ParquetFileReader.open(file)) {
      return new AvroSchemaConverter(configuration())
          .convert(reader.getFooter().getFileMetaData().getSchema());
    }
  }

  private static void requireMarks(SeekableFile file) throws IOException {
    try (SeekableInputStream stored = file.newStream()) {
      byte[] begin = new byte[MAGIC.length];
      byte[] end = new byte[MAGIC.length];
      if (file.getLength() >= SHORTEST) {
        stored.readFully(begin);
        stored.seek(file.getLength() - MAGIC.length);
        stored.readFully(end);
      }
      if (!Arrays.equals(begin, MAGIC)) {
        throw FileException.refused("it is no Parquet file: it does not begin with PAR1");
      }
      if (!Arrays.equals(end, MAGIC)) {
        throw FileException.cutOff(
            "it ends before its footer: a Parquet file ends with PAR1", null);
      }
    } catch (EOFException e) {
      throw FileException.cutOff("it ends before its footer", e);
    }
  }

  @Override
  public List<FilePart> parts(StoredFile stored, SeekableFile file, long smallest)
      throws IOException {
    List<FilePart> parts = new ArrayList<>();
    try (ParquetFileReader reader = ParquetFileReader.open(file)) {
      long from = 0;
      long row = 1;
      long next = 1;
      for (BlockMetaData group : reader.getFooter().getBlocks()) {
        if (group.getStartingPos() - from >= smallest) {
          parts.add(new FilePart(stored, "", List.of(), from, group.getStartingPos(), row));
          from = group.getStartingPos();
          row = next;
        }
        next += group.getRowCount();
      }
      parts.add(new FilePart(stored, "", List.of(), from, stored.size(), row));
    }
    return parts;
  }

  @Override
  public void read(FilePart part, SeekableFile file, Records records) throws IOException {
    try (ParquetReader<GenericRecord> reader =
        AvroParquetReader.<GenericRecord>builder(file, configuration())
            .withDataModel(new GenericData())
            .withFileRange(part.from(), part.to())
            .build()) {
      long number = part.line();
      for (GenericRecord record = reader.read(); record != null; record = reader.read()) {
        records.record(number++, record);
      }
    }
  }

  private static ParquetConfiguration configuration() {
    ParquetConfiguration configuration = new PlainParquetConfiguration();
    // Times as Spark and Hive have written them; others cannot be told from them by their schema.
    configuration.setBoolean(AvroReadSupport.READ_INT96_AS_FIXED, true);
    return configuration;
  }
}

package io.lakebeam.file;

import java.io.IOException;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;

/** Files whose records have types of their own: Parquet and Avro. */
interface TypedFiles {
  /** Those of a format. */
  static TypedFiles of(FileFormat format) {
    return switch (format) {
      case PARQUET -> new ParquetFiles();
      case AVRO -> new AvroFiles();
      case CSV, JSON -> throw new IllegalArgumentException(format + " has texts only");
    };
  }

  /** Takes the records of a part, the first of which has the number of the part. */
  interface Records {
    /** One of them; it is the reader's again afterwards. */
    void record(long number, GenericRecord record);
  }

  /**
   * What its records have.
   *
   * @throws FileException if it is no such file
   */
  Schema schema(SeekableFile file) throws IOException;

  /**
   * Where it can be parted, {@code smallest} bytes or more each; without titles and hash.
   *
   * @throws FileException if it is damaged
   */
  List<FilePart> parts(StoredFile stored, SeekableFile file, long smallest) throws IOException;

  /** Hands on the records of a part. */
  void read(FilePart part, SeekableFile file, Records records) throws IOException;
}

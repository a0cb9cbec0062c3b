package io.lakebeam.file;

import java.util.Locale;

/**
 * What files can be. Text formats may be compressed with gzip or zstd, whatever they are called.
 */
public enum FileFormat {
  /** Separated values, RFC 4180 and what people make of it. */
  CSV,
  /** One JSON object a line. */
  JSON,
  /** Apache Parquet. */
  PARQUET,
  /** Apache Avro's object container files. */
  AVRO;

  /** Whether its records are texts, cut from lines, and have no types of their own. */
  public boolean isText() {
    return this == CSV || this == JSON;
  }

  /** The name in the project file. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }
}

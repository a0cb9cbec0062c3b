package io.lakebeam.bench.measure;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

/**
 * What a side's process is to do, as a file that its parent writes.
 *
 * @param kafka the broker
 * @param topic the topic to take in
 * @param warehouse an empty folder for the tables
 * @param tables {@code silver}: the current table alone; {@code full}: all that ingest writes
 * @param commitSeconds how often to commit
 * @param parallelism of the engine
 * @param result the file to write what was measured to
 */
public record RunOptions(
    String kafka,
    String topic,
    Path warehouse,
    String tables,
    int commitSeconds,
    int parallelism,
    Path result) {

  /** Reads the file that {@link #write} wrote. */
  public static RunOptions read(Path file) throws IOException {
    Properties given = new Properties();
    try (Reader reader = Files.newBufferedReader(file)) {
      given.load(reader);
    }
    return new RunOptions(
        given.getProperty("kafka"),
        given.getProperty("topic"),
        Path.of(given.getProperty("warehouse")),
        given.getProperty("tables"),
        Integer.parseInt(given.getProperty("commit-seconds")),
        Integer.parseInt(given.getProperty("parallelism")),
        Path.of(given.getProperty("result")));
  }

  /** Writes the options to a file. */
  public void write(Path file) throws IOException {
    Properties given = new Properties();
    given.setProperty("kafka", kafka);
    given.setProperty("topic", topic);
    given.setProperty("warehouse", warehouse.toString());
    given.setProperty("tables", tables);
    given.setProperty("commit-seconds", Integer.toString(commitSeconds));
    given.setProperty("parallelism", Integer.toString(parallelism));
    given.setProperty("result", result.toString());
    try (Writer writer = Files.newBufferedWriter(file)) {
      given.store(writer, null);
    }
  }
}

package io.lakebeam.sql;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import de.siegmar.fastcsv.writer.QuoteStrategies;
import java.io.Writer;
import java.util.List;
import org.checkerframework.checker.nullness.qual.Nullable;

/** A result as CSV with a header; null is empty, an empty text is {@code ""}. */
public final class CsvRows implements ResultSink {
  private final CsvWriter csv;

  /** Rows that go to {@code out}, which is left open. */
  public CsvRows(Writer out) {
    this.csv =
        CsvWriter.builder()
            .lineDelimiter(LineDelimiter.LF)
            .quoteStrategy(QuoteStrategies.EMPTY)
            .bufferSize(0)
            .build(out);
  }

  @Override
  public void columns(List<String> names) {
    csv.writeRecord(names);
  }

  @Override
  public void row(List<@Nullable Object> values) {
    csv.writeRecord(values.stream().map(value -> value == null ? null : value.toString()).toList());
  }
}

package io.lakebeam.publish;

import static java.nio.charset.StandardCharsets.UTF_8;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import de.siegmar.fastcsv.writer.QuoteStrategies;
import io.lakebeam.definition.FilesOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.util.List;
import org.apache.paimon.data.InternalRow;
import org.apache.paimon.format.FileFormat;
import org.apache.paimon.format.FormatWriter;
import org.apache.paimon.fs.PositionOutputStream;
import org.apache.paimon.options.Options;
import org.apache.paimon.types.RowType;

/** Writes rows into one file. Closing it ends what it writes and leaves the stream open. */
interface FileFormatWriter extends AutoCloseable {

  /** Adds a row. */
  void write(InternalRow row) throws IOException;

  @Override
  void close() throws IOException;

  /**
   * Begins a file.
   *
   * @param groupBytes what Parquet gathers in memory before it writes it
   */
  static FileFormatWriter open(
      FilesOutput.Format format, RowType type, long groupBytes, PositionOutputStream out)
      throws IOException {
    return switch (format) {
      case PARQUET -> parquet(type, groupBytes, out);
      case CSV -> csv(type, out);
    };
  }

  private static FileFormatWriter parquet(RowType type, long groupBytes, PositionOutputStream out)
      throws IOException {
    Options options = new Options();
    options.set("parquet.block.size", Long.toString(groupBytes));
    FormatWriter writer =
        FileFormat.fromIdentifier("parquet", options).createWriterFactory(type).create(out, "zstd");
    return new FileFormatWriter() {
      @Override
      public void write(InternalRow row) throws IOException {
        writer.addElement(row);
      }

      @Override
      public void close() throws IOException {
        writer.close();
      }
    };
  }

  private static FileFormatWriter csv(RowType type, OutputStream out) {
    OutputStreamWriter text = new OutputStreamWriter(out, UTF_8);
    CsvWriter csv =
        CsvWriter.builder()
            .lineDelimiter(LineDelimiter.LF)
            .quoteStrategy(QuoteStrategies.EMPTY)
            .build(text);
    List<ValueText> texts = ValueText.of(type);
    csv.writeRecord(type.getFieldNames());
    return new FileFormatWriter() {
      @Override
      public void write(InternalRow row) {
        csv.writeRecord(texts.stream().map(one -> one.of(row)).toArray(String[]::new));
      }

      @Override
      public void close() throws IOException {
        csv.flush();
        text.flush();
      }
    };
  }
}

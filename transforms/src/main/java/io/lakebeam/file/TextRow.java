package io.lakebeam.file;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * A record that is no file's: a text, or null, for each of a table's columns.
 *
 * <pre>{@code
 * rows.row(new TextRow(17, List.of("id", "Unit price"), new String[] {"4711", "1.50"}));
 * }</pre>
 *
 * @param number which one it is
 * @param titles what its source calls the columns, in the table's order
 * @param texts the values in the same order
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record TextRow(long number, List<String> titles, @Nullable String[] texts)
    implements FileRow {
  private static final JsonFactory JSON = new JsonFactory();

  @Override
  public @Nullable String text(int column) {
    return texts[column];
  }

  @Override
  public byte[] json(MaskedTexts masked) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = JSON.createGenerator(bytes)) {
      json.writeStartObject();
      for (int i = 0; i < texts.length; i++) {
        json.writeStringField(titles.get(i), masked.has(i) ? masked.text(i) : texts[i]);
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("bytes in memory can be written", e);
    }
    return bytes.toByteArray();
  }

  @Override
  public byte[] raw() {
    return json(MaskedTexts.NONE);
  }
}

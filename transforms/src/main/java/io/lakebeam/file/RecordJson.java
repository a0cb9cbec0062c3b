package io.lakebeam.file;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.IntFunction;
import org.checkerframework.checker.nullness.qual.Nullable;

/** Records as JSON objects of texts. */
final class RecordJson {
  private static final JsonFactory JSON = new JsonFactory();

  private RecordJson() {}

  /**
   * A record.
   *
   * @param texts of each title, by its place; null stands for null
   */
  static byte[] of(List<String> titles, IntFunction<@Nullable String> texts) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = JSON.createGenerator(bytes)) {
      json.writeStartObject();
      for (int i = 0; i < titles.size(); i++) {
        json.writeStringField(titles.get(i), texts.apply(i));
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("bytes in memory can be written", e);
    }
    return bytes.toByteArray();
  }
}

package io.lakebeam.file;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.checkerframework.checker.nullness.qual.Nullable;

/** The records of blocks of JSON lines. */
final class JsonRows {
  private static final JsonFactory JSON =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private final FileLayout layout;
  private final List<FileColumn> columns;
  private final Map<String, Integer> places = new HashMap<>();

  JsonRows(FileLayout layout, List<FileColumn> columns) {
    this.layout = layout;
    this.columns = columns;
    for (int i = 0; i < columns.size(); i++) {
      places.put(lower(columns.get(i).title()), i);
    }
  }

  /** Hands on the records of a block. */
  void read(TextBlock block, FileRows out) {
    block.records().forEach((line, bytes) -> one(line, bytes, out));
  }

  private void one(long line, byte[] bytes, FileRows out) {
    if (new String(bytes, StandardCharsets.ISO_8859_1).isBlank()) {
      return;
    }
    try (JsonParser json = JSON.createParser(bytes)) {
      out.row(new Row(line, texts(json), bytes));
    } catch (CellException e) {
      out.broken(line, e.getMessage(), bytes);
    } catch (JsonProcessingException e) {
      out.broken(
          line,
          "column %d: not JSON: %s"
              .formatted(e.getLocation().getColumnNr(), e.getOriginalMessage()),
          bytes);
    } catch (IOException e) {
      throw new UncheckedIOException("bytes in memory can be read", e);
    }
  }

  private String[] texts(JsonParser json) throws IOException, CellException {
    if (json.nextToken() != JsonToken.START_OBJECT) {
      throw new CellException("a line must be one JSON object");
    }
    String[] texts = new String[columns.size()];
    boolean[] found = new boolean[columns.size()];
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String name = json.currentName();
      Integer place = places.get(lower(name));
      json.nextToken();
      if (place != null) {
        found[place] = true;
        texts[place] = text(json, name);
      } else if (layout.extra() == FileLayout.Extra.REFUSE) {
        throw new CellException("the table has no column '%s'".formatted(name));
      } else {
        json.skipChildren();
      }
    }
    if (json.nextToken() != null) {
      throw new CellException("a line must be one JSON object; found more after it");
    }
    for (int i = 0; i < found.length; i++) {
      if (!found[i] && layout.missing() == FileLayout.Missing.REFUSE) {
        throw new CellException("column '%s' is missing".formatted(columns.get(i).title()));
      }
    }
    return texts;
  }

  private static @Nullable String text(JsonParser json, String name)
      throws IOException, CellException {
    JsonToken token = json.currentToken();
    if (token.isStructStart()) {
      throw new CellException(
          "column '%s': found %s; expected a text, a number, true, false or null"
              .formatted(name, token == JsonToken.START_ARRAY ? "a list" : "an object"));
    }
    return token == JsonToken.VALUE_NULL ? null : json.getText();
  }

  private static String lower(String title) {
    return title.toLowerCase(Locale.ROOT);
  }

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Row(long number, String[] texts, byte[] json) implements FileRow {
    @Override
    public @Nullable String text(int column) {
      return texts[column];
    }

    @Override
    public byte[] raw() {
      return json;
    }
  }
}

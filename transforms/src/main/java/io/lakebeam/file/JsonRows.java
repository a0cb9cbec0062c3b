package io.lakebeam.file;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.lakebeam.privacy.JsonSplice;
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
          "column %d: %s".formatted(e.getLocation().getColumnNr(), wrong(e.getOriginalMessage())),
          bytes);
    } catch (IOException e) {
      throw new UncheckedIOException("bytes in memory can be read", e);
    }
  }

  /** Of a token that is none the parser shows some, which may be a value that is masked. */
  private static String wrong(String message) {
    return message.startsWith("Duplicate field") ? message : "not JSON";
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

  private final class Row implements FileRow {
    private final long number;
    private final String[] texts;
    private final byte[] json;

    private Row(long number, String[] texts, byte[] json) {
      this.number = number;
      this.texts = texts;
      this.json = json;
    }

    @Override
    public long number() {
      return number;
    }

    @Override
    public @Nullable String text(int column) {
      return texts[column];
    }

    @Override
    public byte[] json(MaskedTexts masked) {
      return masked.columns().isEmpty() ? json : spliced(masked);
    }

    /** Only what is masked is another text: numbers stay as they were written. */
    private byte[] spliced(MaskedTexts masked) {
      JsonSplice splice = new JsonSplice(json);
      try (JsonParser parser = JSON.createParser(json)) {
        parser.nextToken();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
          int column = places.getOrDefault(lower(parser.currentName()), -1);
          parser.nextToken();
          if (masked.has(column)) {
            long start = parser.currentTokenLocation().getByteOffset();
            parser.finishToken();
            splice.replace(
                start,
                parser.currentLocation().getByteOffset(),
                JsonSplice.quoted(masked.text(column)));
          } else {
            parser.skipChildren();
          }
        }
      } catch (IOException e) {
        throw new UncheckedIOException("it was read before", e);
      }
      return splice.end();
    }

    @Override
    public byte[] raw() {
      return json;
    }
  }
}

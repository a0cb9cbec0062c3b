package io.lakebeam.file;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.checkerframework.checker.nullness.qual.Nullable;

/** A record of a CSV file, read from the JSON that it was kept as. */
@SuppressWarnings("ArrayRecordComponent") // never compared
record KeptCsvRow(long number, @Nullable String[] texts, byte[] json) implements FileRow {
  private static final JsonFactory JSON = new JsonFactory();

  /**
   * Reads it.
   *
   * @param masked the columns whose texts stand for nothing but themselves
   * @throws IOException if it is no such JSON
   */
  static KeptCsvRow of(
      long number, byte[] kept, Set<String> masked, FileLayout layout, List<FileColumn> columns)
      throws IOException {
    List<String> titles = new ArrayList<>();
    List<@Nullable String> fields = new ArrayList<>();
    Set<String> quoted = new HashSet<>();
    try (JsonParser json = JSON.createParser(kept)) {
      json.nextToken();
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String title = json.currentName();
        if (json.nextToken() != JsonToken.START_ARRAY) {
          titles.add(title);
          fields.add(json.currentToken() == JsonToken.VALUE_NULL ? null : json.getText());
          continue;
        }
        while (json.nextToken() != JsonToken.END_ARRAY) {
          quoted.add(json.getText());
        }
      }
    }
    int[] places = Titles.places(titles, columns);
    String[] texts = new String[columns.size()];
    for (int i = 0; i < texts.length; i++) {
      if (places[i] >= 0) {
        String text = fields.get(places[i]);
        boolean isText =
            masked.contains(columns.get(i).name())
                || (columns.get(i).type().equals("string")
                    && quoted.contains(titles.get(places[i])));
        texts[i] = !isText && layout.nulls().contains(text) ? null : text;
      }
    }
    return new KeptCsvRow(number, texts, kept);
  }

  @Override
  public @Nullable String text(int column) {
    return texts[column];
  }

  @Override
  public byte[] json(MaskedTexts ignored) {
    return json;
  }

  @Override
  public byte[] raw() {
    return json;
  }
}

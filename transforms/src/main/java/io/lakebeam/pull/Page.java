package io.lakebeam.pull;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** A page: its JSON, numbers to their last digit. */
final class Page {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .nodeFactory(new JsonNodeFactory(true))
          .build();

  private final String place;
  private final JsonNode whole;

  private Page(String place, JsonNode whole) {
    this.place = place;
    this.whole = whole;
  }

  /**
   * Reads one.
   *
   * @param place whose it is, for people
   * @throws PullException if it is no JSON
   */
  static Page of(String place, byte[] bytes) {
    try {
      JsonNode whole = JSON.readTree(bytes);
      if (whole == null || whole.isMissingNode()) {
        throw new PullException(place + " answers nothing; expected JSON");
      }
      return new Page(place, whole);
    } catch (JsonProcessingException e) {
      // What the parser says of it may show what is in it.
      throw new PullException(
          "%s answers what is no JSON at line %d column %d of %d bytes; is it the page that people look at?"
              .formatted(
                  place, e.getLocation().getLineNr(), e.getLocation().getColumnNr(), bytes.length));
    } catch (IOException e) {
      throw new UncheckedIOException("bytes in memory can be read", e);
    }
  }

  /**
   * Its records.
   *
   * @param pointer to the list; empty: the page is one
   * @throws PullException if there is no list
   */
  JsonNode records(String pointer) {
    JsonNode records = whole.at(JsonPointer.compile(pointer));
    if (!records.isArray()) {
      List<String> names = new ArrayList<>();
      whole.fieldNames().forEachRemaining(names::add);
      throw new PullException(
          "%s has %s at '%s'; expected a list of records. Its members: %s; see 'records', a JSON pointer such as /data/items"
              .formatted(
                  place,
                  records.isMissingNode() ? "nothing" : "no list",
                  pointer,
                  names.isEmpty() ? "none" : String.join(", ", names)));
    }
    return records;
  }

  /** The text or number at a place; empty where there is none. */
  String text(String pointer) {
    JsonNode found = whole.at(JsonPointer.compile(pointer));
    return found.isValueNode() && !found.isNull() ? found.asText() : "";
  }
}

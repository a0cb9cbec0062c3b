package io.lakebeam.local;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;

/** The form of what {@link LocalServers} and its process say to each other. */
final class JsonLine {
  private static final ObjectMapper JSON = new ObjectMapper();

  private JsonLine() {}

  static String of(Record message) {
    try {
      return JSON.writeValueAsString(message);
    } catch (IOException e) {
      throw new IllegalArgumentException("cannot be written as JSON: " + message, e);
    }
  }

  static <T extends Record> T read(String line, Class<T> type) {
    try {
      return JSON.readValue(line, type);
    } catch (IOException e) {
      // The line may hold a password, and Jackson's message an excerpt of the line.
      throw new IllegalArgumentException("not a JSON line of " + type.getSimpleName());
    }
  }
}

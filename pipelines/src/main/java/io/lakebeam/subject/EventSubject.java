package io.lakebeam.subject;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * An event as JSON, as far as it says whom it is about.
 *
 * <pre>{@code
 * EventSubject event = EventSubject.of(bytes, Set.of("customer_id")).orElseThrow();
 * if (event.after(value -> value.equals("17"))) { ... }
 * }</pre>
 */
public final class EventSubject {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final ObjectNode event;
  private final Set<String> names;

  private EventSubject(ObjectNode event, Set<String> names) {
    this.event = event;
    this.names = names;
  }

  /**
   * Reads an event; empty where it is no JSON object.
   *
   * @param names every name that the subject's column has had
   */
  public static Optional<EventSubject> of(byte[] value, Set<String> names) {
    try {
      return JSON.readTree(value) instanceof ObjectNode event
          ? Optional.of(new EventSubject(event, Set.copyOf(names)))
          : Optional.empty();
    } catch (JsonProcessingException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException("bytes in memory could not be read", e);
    }
  }

  /** Where it stands in the log; 0 where it does not say. */
  public long lsn() {
    return event.path("source").path("lsn").asLong(0);
  }

  /** Whether the event leaves a row behind it. */
  public boolean hasRow() {
    return event.path("after").isObject();
  }

  /** Whether the row after it is about somebody. */
  public boolean hasSubject() {
    return names(event.path("after"), value -> true);
  }

  /** Whether it is about one of those that {@code wanted} accepts: its row, or the one it ended. */
  public boolean isAbout(Predicate<String> wanted) {
    return names(event.path(hasRow() ? "after" : "before"), wanted);
  }

  /** Whether the row before it was about one of them. */
  public boolean wasAbout(Predicate<String> wanted) {
    return names(event.path("before"), wanted);
  }

  /** The event without the row before it. */
  public byte[] withoutBefore() {
    return bytes(event.deepCopy().putNull("before"));
  }

  /**
   * The event as a delete of its row, which keeps its place in the order of changes.
   *
   * @param key the row's key, as JSON
   * @param commitLsn the first part of its order
   */
  public byte[] asDelete(byte[] key, long commitLsn) {
    ObjectNode delete = event.deepCopy();
    try {
      delete.put("op", "d").putNull("after").set("before", JSON.readTree(key));
    } catch (IOException e) {
      throw new UncheckedIOException("an event's key is not JSON", e);
    }
    if (delete.path("source") instanceof ObjectNode source) {
      source.put("sequence", "[\"%d\",\"%d\"]".formatted(commitLsn, lsn()));
    }
    return bytes(delete);
  }

  private boolean names(JsonNode row, Predicate<String> wanted) {
    for (String name : names) {
      JsonNode value = row.path(name);
      if (value.isValueNode() && !value.isNull() && wanted.test(value.asText())) {
        return true;
      }
    }
    return false;
  }

  private static byte[] bytes(JsonNode event) {
    try {
      return JSON.writeValueAsBytes(event);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("JSON is always written", e);
    }
  }
}

package io.lakebeam.change;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.lakebeam.privacy.JsonSplice;
import io.lakebeam.privacy.Mask;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.apache.paimon.data.Decimal;
import org.apache.paimon.data.Timestamp;
import org.apache.paimon.types.DataField;
import org.apache.paimon.types.RowType;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Masks an event as {@link DebeziumJson} reads it: the values of masked columns, in the row before
 * and in the row after, are replaced in its text, and every other byte stays.
 *
 * <pre>{@code
 * EventMasks masks = EventMasks.of(type, forms, masksByColumn);
 * byte[] kept = masks.event(kafkaRecord.value());
 * byte[] key = masks.key(kafkaRecord.key());
 * }</pre>
 *
 * <p>No message of it says a value. For one thread.
 */
public final class EventMasks {
  private static final Set<String> REPAIRS =
      Set.of(Operation.FOUND.code(), Operation.ABSENT.code());

  private final JsonFactory factory = JsonFactory.builder().recyclerPool(new OneRecycler()).build();
  private final List<DataField> fields;
  private final JsonColumns columns;
  private final List<@Nullable Mask> masks;

  /** Whether a column that cannot be null is masked, which is one of the key. */
  private final boolean isKeyMasked;

  private EventMasks(RowType type, JsonColumns columns, List<@Nullable Mask> masks) {
    this.fields = type.getFields();
    this.columns = columns;
    this.masks = masks;
    this.isKeyMasked =
        fields.stream()
            .anyMatch(
                field -> !field.type().isNullable() && masks.get(fields.indexOf(field)) != null);
  }

  /**
   * Masks of a table's columns, each null where it has none. A column that has a form of its own is
   * masked by {@link Mask#NOTHING} alone.
   */
  public static EventMasks of(
      RowType type, List<@Nullable TextForm> forms, List<@Nullable Mask> masks) {
    return new EventMasks(type, new JsonColumns(type, forms), masks);
  }

  /**
   * The masked event.
   *
   * @throws OtherColumnsException if a row has a column that the table has not
   * @throws ChangeException if it is no JSON object, or a masked value does not fit its column
   */
  public byte[] event(byte[] value) {
    columns.restart();
    JsonSplice splice = new JsonSplice(value);
    try (JsonParser json = factory.createParser(value)) {
      requireObject(json.nextToken());
      while (json.nextToken() != JsonToken.END_OBJECT) {
        String field = json.currentName();
        json.nextToken();
        switch (field) {
          case "before", "after" -> row(json, splice, field.equals("before"));
          case "op" -> {
            if (json.currentToken() == JsonToken.VALUE_STRING && REPAIRS.contains(json.getText())) {
              columns.expectPrinted();
            }
          }
          default -> json.skipChildren();
        }
      }
      requireEnd(json);
    } catch (IOException e) {
      throw DebeziumJson.notJson(e);
    }
    return splice.end();
  }

  /** The masked key of an event, a JSON object as well; null stays null. */
  public byte @Nullable [] key(byte @Nullable [] key) {
    if (key == null || !isKeyMasked) {
      return key;
    }
    columns.restart();
    JsonSplice splice = new JsonSplice(key);
    try (JsonParser json = factory.createParser(key)) {
      requireObject(json.nextToken());
      row(json, splice, false);
      requireEnd(json);
    } catch (IOException e) {
      throw DebeziumJson.notJson(e);
    }
    return splice.end();
  }

  private static void requireObject(@Nullable JsonToken token) {
    if (token != JsonToken.START_OBJECT) {
      throw new ChangeException("an event is a JSON object; found " + token);
    }
  }

  private static void requireEnd(JsonParser json) throws IOException {
    if (json.nextToken() != null) {
      throw new ChangeException("an event has nothing after its end; found " + json.currentToken());
    }
  }

  private void row(JsonParser json, JsonSplice splice, boolean isBefore) throws IOException {
    if (json.currentToken() == JsonToken.VALUE_NULL) {
      return;
    }
    if (json.currentToken() != JsonToken.START_OBJECT) {
      throw new ChangeException("a row is an object; found " + json.currentToken());
    }
    int next = 0;
    while (json.nextToken() != JsonToken.END_OBJECT) {
      int at = columns.indexOf(json.currentName(), next);
      next = at + 1;
      boolean isNull = json.nextToken() == JsonToken.VALUE_NULL;
      if (isNull || masks.get(at) == null) {
        json.skipChildren();
        continue;
      }
      long start = json.currentTokenLocation().getByteOffset();
      String masked = masked(json, at, isBefore);
      json.skipChildren();
      json.finishToken();
      replace(splice, start, json.currentLocation().getByteOffset(), masked);
    }
  }

  private static void replace(JsonSplice splice, long start, long end, String masked) {
    try {
      splice.replace(start, end, masked);
    } catch (IllegalArgumentException e) {
      throw new ChangeException("an event is JSON in UTF-8", e);
    }
  }

  /** What is before may be filled in by the connector: what is no value there is nothing. */
  private String masked(JsonParser json, int at, boolean isBefore) throws IOException {
    Mask mask = Objects.requireNonNull(masks.get(at));
    if (mask == Mask.NOTHING) {
      return "null";
    }
    DataField field = fields.get(at);
    try {
      return json(mask.of(columns.read(json, at)), field);
    } catch (ChangeException | ArithmeticException e) {
      if (isBefore && field.type().isNullable()) {
        return "null";
      }
      if (e instanceof UnchangedValueException unchanged) {
        throw unchanged;
      }
      throw new ChangeException(
          "column '%s' has type %s, and the value does not fit it; it is masked, so it is not shown"
              .formatted(field.name(), field.type()));
    }
  }

  /** As {@link JsonColumns} reads it. */
  private String json(@Nullable Object value, DataField field) {
    if (value == null) {
      return "null";
    }
    return switch (field.type().getTypeRoot()) {
      case INTEGER, BIGINT, DATE -> value.toString();
      case FLOAT, DOUBLE ->
          Double.isFinite(((Number) value).doubleValue())
              ? value.toString()
              : JsonSplice.quoted(value.toString());
      case DECIMAL -> JsonSplice.quoted(((Decimal) value).toBigDecimal().toPlainString());
      case TIMESTAMP_WITHOUT_TIME_ZONE -> micros(value);
      case TIMESTAMP_WITH_LOCAL_TIME_ZONE ->
          columns.isPrinted()
              ? micros(value)
              : JsonSplice.quoted(
                  Instant.EPOCH.plus(((Timestamp) value).toMicros(), ChronoUnit.MICROS).toString());
      default -> JsonSplice.quoted(value.toString());
    };
  }

  private static String micros(Object value) {
    return Long.toString(((Timestamp) value).toMicros());
  }
}

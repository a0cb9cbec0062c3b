package io.lakebeam.change;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lakebeam.privacy.Mask;
import io.lakebeam.privacy.MaskKeys;
import io.lakebeam.privacy.MaskRule;
import io.lakebeam.secret.Secret;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.apache.paimon.data.BinaryString;
import org.apache.paimon.types.DataField;
import org.apache.paimon.types.DataTypes;
import org.apache.paimon.types.RowType;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Events as they come and as they are stored. */
class EventMasksTest {
  private static final MaskKeys KEYS =
      new MaskKeys(Map.of(1, new Secret("a key of thirty-two letters, or more")), 1);
  private static final RowType TYPE =
      RowType.builder()
          .field("code", DataTypes.STRING().notNull())
          .field("email", DataTypes.STRING())
          .field("born", DataTypes.DATE())
          .field("seen", DataTypes.TIMESTAMP_WITH_LOCAL_TIME_ZONE(6))
          .field("at", DataTypes.TIMESTAMP(6))
          .field("size", DataTypes.DECIMAL(12, 2))
          .field("score", DataTypes.DOUBLE())
          .field("note", DataTypes.STRING())
          .field("free", DataTypes.STRING())
          .build();
  private static final Map<String, MaskRule> RULES =
      Map.of(
          "code", MaskRule.exactHmac(),
          "email", MaskRule.partial(),
          "born", MaskRule.truncate("month"),
          "seen", MaskRule.truncate("day"),
          "at", MaskRule.truncate("year"),
          "size", MaskRule.bucket(100),
          "score", MaskRule.bucket(10),
          "note", MaskRule.redact());
  private static final String CODE = hmac("K\u00e9-1");

  private final EventMasks masks = masks(RULES);

  @Test
  void onlyTheValuesOfMaskedColumnsAreReplacedAndEveryOtherByteStays() {
    String event =
        """
        { "before":{"code":"K\\u00e9-1","email":"john@example.org","born":null,"free":1e400},
          "after" : {"code":"Ké-1", "email": "jo\\"hn@x@example.org" ,"born":5554,
            "seen":"2024-02-29T13:59:58.123456Z","at":1709215198123456,"size":"1234.56",
            "score":-0.5,"note":"__debezium_unavailable_value","free":"a \\u00e9 é 12345678901234567890.000"},
          "source":{"ts_ms":1,"lsn":7,"numbers":[1.0,100e-2,0.10]},"op":"u","transaction":null}\n""";

    assertThat(masked(event))
        .isEqualTo(
            """
            { "before":{"code":"%1$s","email":"j***@example.org","born":null,"free":1e400},
              "after" : {"code":"%1$s", "email": "j***@example.org" ,"born":5538,
                "seen":"2024-02-29T00:00:00Z","at":1704067200000000,"size":"1200.00",
                "score":-10.0,"note":null,"free":"a \\u00e9 é 12345678901234567890.000"},
              "source":{"ts_ms":1,"lsn":7,"numbers":[1.0,100e-2,0.10]},"op":"u","transaction":null}\n"""
                .formatted(CODE));
  }

  @Test
  void whatIsMaskedIsDecodedAsWhatTheMaskMadeOfIt() {
    Change change =
        DebeziumJson.of(TYPE)
            .decode(
                masked(change("\"code\":\"a\",\"size\":\"0.01\",\"score\":\"NaN\""))
                    .getBytes(UTF_8));

    assertThat(change.row().getField(0)).isEqualTo(BinaryString.fromString(hmac("a")));
    assertThat(change.row().getDecimal(5, 12, 2).toString()).isEqualTo("0.00");
    assertThat(change.row().getDouble(6)).isNaN();
  }

  @Test
  void aRepairsEventIsMaskedInTheFormThatItHas() {
    RepairEvents events =
        new RepairEvents(List.of("code", "born", "seen"), List.of("code"), 1, 2, 3);
    RepairEvents.Event event = events.found(List.of("\"Ké-1\"", "5554", "1709215198123456"));

    assertThat(masked(new String(event.value(), UTF_8)))
        .contains("{\"code\":\"%s\",\"born\":5538,\"seen\":1709164800000000}".formatted(CODE));
    assertThat(new String(masks.key(event.key()), UTF_8))
        .isEqualTo("{\"code\":\"%s\"}".formatted(CODE));
  }

  @Test
  void aKeyStaysAsItIsWhereNoneOfItsColumnsIsMasked() {
    byte[] key = "no JSON at all".getBytes(UTF_8);

    assertThat(masks(Map.of("email", MaskRule.redact())).key(key)).isSameAs(key);
    assertThat(masks.key(null)).isNull();
    assertThatThrownBy(() -> masks.key(key))
        .isInstanceOf(ChangeException.class)
        .hasMessageStartingWith("the event is not JSON, at byte ");
  }

  /** The connector fills in what a replica identity has left out. */
  @Test
  void whatIsNoValueInTheRowBeforeIsNothing() {
    assertThat(
            masked(
                "{\"before\":{\"code\":\"a\",\"email\":\"__debezium_unavailable_value\",\"born\":\"x\"},\"after\":null,\"op\":\"d\"}"))
        .contains("\"email\":null,\"born\":null}");
  }

  @Test
  void anUnchangedLargeValueIsNamed() {
    assertThatThrownBy(
            () -> masked(change("\"code\":\"a\",\"email\":\"__debezium_unavailable_value\"")))
        .isInstanceOf(UnchangedValueException.class)
        .hasMessageStartingWith(
            "column 'email': the source did not send the unchanged large value");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"after\":{\"code\":\"a\",\"born\":\"canary\"},\"op\":\"c\"}",
        "{\"after\":{\"code\":\"a\",\"born\":4711470000},\"op\":\"c\"}",
        "{\"after\":{\"code\":\"a\",\"email\":{\"a\":\"canary\"}},\"op\":\"c\"}",
        "{\"after\":{\"code\":\"a\",\"email\":\"canary \\ud800\"},\"op\":\"c\"}",
        "{\"after\":{\"code\":\"a\",\"size\":\"471147.001\"},\"op\":\"c\"}",
        "{\"before\":{\"code\":4711},\"after\":null,\"op\":\"d\"}",
        "{\"after\":{\"code\":\"a\",\"email\":canary},\"op\":\"c\"}",
        "{\"after\":{\"code\":\"a\",\"email\":\"canary",
        "{\"after\":\"canary\"}",
        "{} \"canary\"",
        "canary"
      })
  void noMessageTellsAValue(String event) {
    assertThatThrownBy(() -> masked(event))
        .isInstanceOf(ChangeException.class)
        .satisfies(
            e -> {
              for (Throwable at = e; at != null; at = at.getCause()) {
                assertThat(at.getMessage()).doesNotContain("canary", "4711");
              }
            });
  }

  @Test
  void aColumnThatTheTableHasNotIsAMatterForItsCatalogue() {
    assertThatThrownBy(() -> masked("{\"before\":{\"mail\":\"canary\"},\"op\":\"u\"}"))
        .isInstanceOf(OtherColumnsException.class)
        .hasMessageContaining("'mail'");
  }

  @Test
  void anEventOfAnotherEncodingIsRefused() {
    assertThatThrownBy(() -> masks.event(change("\"code\":\"a\"").getBytes(UTF_16)))
        .isInstanceOf(ChangeException.class)
        .hasMessage("an event is JSON in UTF-8");
  }

  private String masked(String event) {
    return new String(masks.event(event.getBytes(UTF_8)), UTF_8);
  }

  private static String change(String after) {
    return "{\"after\":{%s},\"op\":\"c\",\"source\":{\"ts_ms\":1,\"lsn\":2}}".formatted(after);
  }

  private static String hmac(String text) {
    return MaskRule.exactHmac()
        .on(DataTypes.STRING(), KEYS)
        .of(BinaryString.fromString(text))
        .toString();
  }

  private static EventMasks masks(Map<String, MaskRule> rules) {
    List<@Nullable Mask> byColumn = new ArrayList<>();
    for (DataField field : TYPE.getFields()) {
      MaskRule rule = rules.get(field.name());
      byColumn.add(rule == null ? null : rule.on(field.type(), KEYS));
    }
    return EventMasks.of(TYPE, Collections.nCopies(TYPE.getFieldCount(), null), byColumn);
  }
}

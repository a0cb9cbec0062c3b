package io.lakebeam.change;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import org.apache.paimon.data.BinaryString;
import org.apache.paimon.data.GenericRow;
import org.apache.paimon.data.Timestamp;
import org.apache.paimon.types.DataTypes;
import org.apache.paimon.types.RowType;
import org.junit.jupiter.api.Test;

class RepairEventsTest {
  private static final RowType TYPE =
      RowType.builder()
          .field("id", DataTypes.BIGINT().notNull())
          .field("at", DataTypes.TIMESTAMP_WITH_LOCAL_TIME_ZONE(6))
          .field("from", DataTypes.STRING())
          .field("note", DataTypes.STRING())
          .build();

  /** The third column is a time, which the connector writes as a number. */
  private static final DebeziumJson DECODER =
      DebeziumJson.of(TYPE, Arrays.asList(null, null, TextForm.of(TextForm.Kind.TIME), null));

  private final RepairEvents events =
      new RepairEvents(TYPE.getFieldNames(), List.of("id"), 41, 1000, 1_700_000_000_000L);

  @Test
  void aRowThatWasFoundIsDecodedAsItWasRead() {
    RepairEvents.Event event =
        events.found(Arrays.asList("7", "1700000000000001", "\"08:30:00\"", null));

    Change change = DECODER.decode(event.value());

    assertThat(new String(event.key(), UTF_8)).isEqualTo("{\"id\":7}");
    assertThat(change)
        .isEqualTo(
            new Change(
                Operation.FOUND,
                41,
                1000,
                1_700_000_000_000L,
                GenericRow.of(
                    7L,
                    Timestamp.fromMicros(1_700_000_000_000_001L),
                    BinaryString.fromString("08:30:00"),
                    null)));
    assertThat(DECODER.hadItsColumns()).isTrue();
    assertThat(change.operation().endsRow()).isFalse();
  }

  @Test
  void aRowThatIsAbsentHasItsKeyAndAllColumns() {
    RepairEvents.Event event = events.absent(Arrays.asList("7", null, null, null));

    Change change = DECODER.decode(event.value());

    assertThat(change.operation()).isEqualTo(Operation.ABSENT);
    assertThat(change.operation().endsRow()).isTrue();
    assertThat(change.row()).isEqualTo(GenericRow.of(7L, null, null, null));
    assertThat(DECODER.hadItsColumns()).isTrue();
  }

  @Test
  void theNextEventOfTheConnectorIsReadAsItsOwn() {
    DECODER.decode(events.found(Arrays.asList("7", null, "\"08:30:00\"", null)).value());

    Change change =
        DECODER.decode(
            """
            {"after": {"id": 7, "at": null, "from": 3600000000, "note": null},
             "source": {"ts_ms": 1, "lsn": 2, "sequence": "[\\"1\\",\\"2\\"]"}, "op": "c"}"""
                .getBytes(UTF_8));

    assertThat(change.row().getString(2)).hasToString("01:00:00");
  }

  @Test
  void refusesARepairWhoseRowComesBeforeItsOperation() {
    byte[] event = "{\"after\": {\"id\": 7}, \"op\": \"x\"}".getBytes(UTF_8);

    assertThatThrownBy(() -> DECODER.decode(event))
        .isInstanceOf(ChangeException.class)
        .hasMessageContaining("a repair's event has its op before its row");
  }
}

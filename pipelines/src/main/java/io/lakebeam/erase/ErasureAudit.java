package io.lakebeam.erase;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lakebeam.lake.Lake;
import io.lakebeam.lake.LakeTable;
import io.lakebeam.lake.RowBatch;
import io.lakebeam.lake.RowEncoder;
import io.lakebeam.lake.TableName;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.paimon.data.BinaryString;
import org.apache.paimon.data.GenericRow;
import org.apache.paimon.data.Timestamp;
import org.apache.paimon.types.DataTypes;
import org.apache.paimon.types.RowType;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Who erased whom, when, and how much: a row per run in the table {@code lakebeam.erasures}, whose
 * end is null until it has ended. The subject is there as a keyed hash.
 *
 * @param lake where it is kept
 * @param subject the hash
 * @param who the user who runs it
 * @param definition the version of the project's definitions
 * @param startedAt when it began
 */
record ErasureAudit(Lake lake, String subject, String who, String definition, Instant startedAt) {
  private static final TableName NAME = TableName.of("lakebeam", "erasures");
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final RowType TYPE =
      RowType.builder()
          .field("subject", DataTypes.STRING().notNull())
          .field("started_at", DataTypes.TIMESTAMP_WITH_LOCAL_TIME_ZONE(3).notNull())
          .field("who", DataTypes.STRING())
          .field("definition_version", DataTypes.STRING())
          .field("ended_at", DataTypes.TIMESTAMP_WITH_LOCAL_TIME_ZONE(3))
          .field("erased", DataTypes.STRING())
          .field("state", DataTypes.INT().notNull())
          .build();

  /** Keeps that it has begun. */
  void begin() {
    write(null, null);
  }

  /** Keeps what it did. */
  void end(Instant endedAt, Map<String, ?> erased) {
    try {
      write(endedAt, JSON.writeValueAsString(erased));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("names and numbers are always JSON", e);
    }
  }

  private void write(@Nullable Instant endedAt, @Nullable String erased) {
    lake.create(
        LakeTable.of(NAME, TYPE)
            .withPrimaryKey(List.of("subject", "started_at"))
            .withSequence(List.of("state")));
    try (RowBatch rows = RowBatch.in(lake)) {
      rows.write(
          RowEncoder.of(lake, NAME, TYPE)
              .encode(
                  GenericRow.of(
                      BinaryString.fromString(subject),
                      timestamp(startedAt),
                      BinaryString.fromString(who),
                      BinaryString.fromString(definition),
                      endedAt == null ? null : timestamp(endedAt),
                      erased == null ? null : BinaryString.fromString(erased),
                      endedAt == null ? 0 : 1)));
      rows.commit();
    }
  }

  private static Timestamp timestamp(Instant instant) {
    return Timestamp.fromEpochMillis(instant.toEpochMilli());
  }
}

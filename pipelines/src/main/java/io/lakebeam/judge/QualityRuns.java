package io.lakebeam.judge;

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
 * What came of expectations, run by run, in the table {@code lakebeam.quality}: a row for each
 * expectation and run, those that were met among them.
 *
 * <pre>{@code
 * QualityRuns.keep(lake, run, judgements);
 * List<QualityRuns.Result> some = QualityRuns.latest(lake);
 * }</pre>
 *
 * <p>Keyed by the run's time, the table and the expectation: keeping a run again changes nothing.
 */
public final class QualityRuns {
  /** Where they are. */
  public static final TableName NAME = TableName.of("lakebeam", "quality");

  private static final int LATEST = 100;

  private static final RowType TYPE =
      RowType.builder()
          .field("run_at", DataTypes.TIMESTAMP_WITH_LOCAL_TIME_ZONE(3).notNull())
          .field("table_name", DataTypes.STRING().notNull())
          .field("expectation", DataTypes.STRING().notNull())
          .field("severity", DataTypes.STRING())
          .field("judged", DataTypes.BIGINT())
          .field("unmet", DataTypes.BIGINT())
          .field("met", DataTypes.BOOLEAN())
          .field("found", DataTypes.STRING())
          .build();

  private QualityRuns() {}

  /**
   * What came of an expectation in a run.
   *
   * @param run when it was
   * @param found what was measured; null where rows were counted
   */
  public record Result(
      Instant run,
      String table,
      String expectation,
      long judged,
      long unmet,
      boolean isMet,
      @Nullable String found) {}

  /** Keeps what came of a run. */
  public static void keep(Lake lake, Instant run, List<Judgement> judgements) {
    lake.createOrEvolve(
        LakeTable.of(NAME, TYPE)
            .withPrimaryKey(List.of("run_at", "table_name", "expectation"))
            .withBucketKey(List.of("table_name")));
    RowEncoder encoder = RowEncoder.of(lake, NAME, TYPE);
    try (RowBatch batch = RowBatch.in(lake)) {
      judgements.forEach(judgement -> batch.write(encoder.encode(row(run, judgement))));
      batch.commit();
    }
  }

  private static GenericRow row(Instant run, Judgement judgement) {
    return GenericRow.of(
        Timestamp.fromEpochMillis(run.toEpochMilli()),
        BinaryString.fromString(judgement.table()),
        BinaryString.fromString(judgement.expected().name()),
        BinaryString.fromString(judgement.expected().severity().key()),
        judgement.judged(),
        judgement.unmet(),
        judgement.isMet(),
        BinaryString.fromString(judgement.found()));
  }

  /** What is kept of the last {@value #LATEST} runs of each expectation, the oldest first. */
  public static List<Result> latest(Lake lake) {
    if (!lake.exists(NAME)) {
      return List.of();
    }
    try (Answers answers = Answers.of(lake)) {
      return answers
          .rows(
              """
              SELECT run_at, table_name, expectation, judged, unmet, met, found FROM %s
              QUALIFY row_number() OVER (PARTITION BY table_name, expectation ORDER BY run_at DESC) <= %d
              ORDER BY run_at"""
                  .formatted(NAME, LATEST),
              Integer.MAX_VALUE)
          .stream()
          .map(QualityRuns::result)
          .toList();
    }
  }

  private static Result result(Map<String, @Nullable Object> row) {
    return new Result(
        Instant.parse((String) row.get("run_at")),
        (String) row.get("table_name"),
        (String) row.get("expectation"),
        Answers.number(row, "judged"),
        Answers.number(row, "unmet"),
        (Boolean) row.get("met"),
        (String) row.get("found"));
  }
}

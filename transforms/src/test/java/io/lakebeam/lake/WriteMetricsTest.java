package io.lakebeam.lake;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.metrics.DistributionResult;
import org.apache.beam.sdk.metrics.MetricNameFilter;
import org.apache.beam.sdk.metrics.MetricQueryResults;
import org.apache.beam.sdk.metrics.MetricResult;
import org.apache.beam.sdk.metrics.MetricsFilter;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.testing.TestStream;
import org.apache.beam.sdk.values.Row;
import org.apache.beam.sdk.values.TimestampedValue;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WriteMetricsTest {
  private static final Schema ITEM =
      Schema.builder().addInt64Field("version").addNullableField("id", FieldType.STRING).build();

  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource(WriteRowsTest.Gathering.class)
  void aWriteTellsWhatItDid(WriteRowsTest.Gathering gathering) {
    Instant hourAgo = Instant.now().minus(Duration.standardHours(1));
    TestStream<Row> rows =
        TestStream.create(ITEM)
            .advanceWatermarkTo(hourAgo)
            .addElements(
                TimestampedValue.of(item("a"), hourAgo),
                TimestampedValue.of(item("b"), hourAgo),
                TimestampedValue.of(item(null), hourAgo))
            .advanceProcessingTime(Duration.standardMinutes(1))
            .advanceWatermarkToInfinity();
    WriteRows<Row> write =
        LakeIO.<Row>upsert(Lake.at(folder.resolve("lake").toString()))
            .to(TableName.parse("silver.item"))
            .withKey("id")
            .withOrder("version")
            .withDeadLetters(TableName.parse("bronze.dead_letters"));

    PipelineResult result = RowsInTables.run(rows, gathering.of(write));

    assertThat(counter(result, "rows")).isEqualTo(3);
    assertThat(counter(result, "rejects")).isEqualTo(1);
    assertThat(counter(result, "bytes")).isPositive();
    assertThat(counter(result, "files")).isBetween(2L, 3L);
    assertThat(counter(result, "commits")).isBetween(2L, 3L);
    assertThat(distribution(result, "commit_millis").getCount())
        .isEqualTo(counter(result, "commits"));
    assertThat(distribution(result, "lag_seconds").getMin()).isBetween(3600L, 7200L);
  }

  private static long counter(PipelineResult result, String name) {
    long sum = 0;
    for (MetricResult<Long> found : query(result, name).getCounters()) {
      sum += found.getCommitted();
    }
    return sum;
  }

  private static DistributionResult distribution(PipelineResult result, String name) {
    for (MetricResult<DistributionResult> found : query(result, name).getDistributions()) {
      return found.getCommitted();
    }
    throw new AssertionError("no distribution " + name);
  }

  private static MetricQueryResults query(PipelineResult result, String name) {
    return result
        .metrics()
        .queryMetrics(
            MetricsFilter.builder()
                .addNameFilter(MetricNameFilter.named(LakeIO.class, name))
                .build());
  }

  private static Row item(String id) {
    return Row.withSchema(ITEM).addValues(1L, id).build();
  }
}

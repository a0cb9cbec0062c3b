package io.lakebeam.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lakebeam.cli.Lakebeam;
import io.lakebeam.contract.RunningProcess;
import io.lakebeam.lake.Zones;
import io.lakebeam.local.LocalServers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tables of one source read as of the same transactions, while clients write and ingest goes on.
 */
class WatermarkIT {
  private static final Duration A_WHILE = Duration.ofMinutes(3);
  private static final Duration PAUSE = Duration.ofMillis(500);

  @TempDir private Path folder;
  private LocalServers servers;
  private MovedMoney money;

  /** By their places in the log. */
  private final NavigableMap<Long, Watermark> seen = new TreeMap<>();

  private final List<Long> missingNow = new ArrayList<>();

  @BeforeEach
  void start() throws Exception {
    servers = LocalServers.builder(folder.resolve("servers")).start();
    money = new MovedMoney(servers, folder);
  }

  @AfterEach
  void stop() throws Exception {
    money.close();
    servers.close();
  }

  @Test
  void tablesAsOfTheWatermarkNeverShowHalfOfATransaction() throws Exception {
    assertThat(Transactions.watermark(money.lake(), "bank")).isEmpty();
    money.open();
    try (RunningProcess flink = ingest("FlinkRunner")) {
      lookUntil(flink, 3);
      flink.kill();
    }
    look();
    assertThat(missingNow).as("without the watermark").anyMatch(missing -> missing != 0);
    try (RunningProcess direct = ingest("DirectRunner")) {
      money.source().execute("INSERT INTO note VALUES (11, 'infinity')");
      lookUntil(direct, seen.size() + 2);
      money.source().execute("TRUNCATE note");
      money.source().execute("INSERT INTO note VALUES (12, now())");
      lookUntil(direct, seen.size() + 1);
      money.rest();
      awaitTransaction(direct, "INSERT INTO uncaptured VALUES (1)");
    }
    assertThat(notes(seen.lastEntry().getValue())).containsExactly(12L);
    assertThat(money.missingNow()).isZero();
    assertThat(money.lake().snapshot(Zones.DEAD_LETTERS)).isPositive();
    seen.values().forEach(this::assertNothingIsMissing);
  }

  private RunningProcess ingest(String runner) throws Exception {
    return RunningProcess.start(
        Lakebeam.class.getName(),
        money.variables(),
        folder.resolve("ingest.log"),
        "ingest",
        "--continuous",
        "--commit-interval=1",
        "--runner=" + runner,
        "--project=" + money.projectFile(),
        "--log=" + folder.resolve("lakebeam.log"));
  }

  /** Looks again and again, until so many different watermarks were seen. */
  private void lookUntil(RunningProcess ingest, int watermarks) {
    lookUntil(ingest, () -> seen.size() >= watermarks);
  }

  private void lookUntil(RunningProcess ingest, BooleanSupplier condition) {
    await()
        .atMost(A_WHILE)
        .pollInterval(PAUSE)
        .until(
            () -> {
              ingest.requireAlive();
              look();
              return condition.getAsBoolean();
            });
  }

  private void look() {
    Transactions.watermark(money.lake(), "bank")
        .ifPresent(
            watermark -> {
              if (!seen.isEmpty()) {
                assertThat(watermark.commitLsn()).isGreaterThanOrEqualTo(seen.lastKey());
              }
              seen.put(watermark.commitLsn(), watermark);
              assertNothingIsMissing(watermark);
              missingNow.add(money.missingNow());
            });
  }

  private void assertNothingIsMissing(Watermark watermark) {
    assertThat(money.missingAt(watermark.cut())).as("at %s", watermark).isZero();
  }

  /** Until the watermark says that a transaction of now is whole. */
  private void awaitTransaction(RunningProcess ingest, String sql) throws Exception {
    money.source().execute(sql);
    Instant committed =
        Instant.ofEpochMilli(
            money.source().count("SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint"));
    lookUntil(
        ingest,
        () -> !seen.isEmpty() && !seen.lastEntry().getValue().committedAt().isBefore(committed));
  }

  private List<Long> notes(Watermark watermark) {
    List<Long> ids = new ArrayList<>();
    watermark.cut().forEach(money.lake(), "note", null, row -> ids.add(row.getLong(0)));
    return ids;
  }
}

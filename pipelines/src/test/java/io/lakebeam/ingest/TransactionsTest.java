package io.lakebeam.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakebeam.lake.Lake;
import io.lakebeam.lake.LakeIO;
import io.lakebeam.lake.LakeRecord;
import io.lakebeam.lake.LakeRecordCoder;
import io.lakebeam.lake.SourceEpochs;
import io.lakebeam.lake.SourcePosition;
import io.lakebeam.lake.TableName;
import io.lakebeam.runner.RunnerName;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.transforms.Create;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TransactionsTest {
  private static final String BANK = "bank";

  @TempDir private Path folder;
  private Lake lake;

  @BeforeEach
  void beginLife() {
    lake = Lake.at(folder.toString());
    SourceEpochs.in(lake).number(BANK, "a server");
  }

  @Test
  void aLakeWithoutTransactionsHasNoWatermark() {
    assertThat(Transactions.watermark(lake, BANK)).isEmpty();
  }

  @Test
  void theWatermarkFollowsThePositionsAndIsOfItsSourceAlone() {
    keep(100, 100, Map.of("bank.purse-0", 2L));
    keep(200, 200, Map.of("bank.purse-0", 4L));
    Transactions.keep(
        lake,
        new ReadTransaction(
            "other", 1, 999, Instant.EPOCH, new Confirmed(999, Map.of("other.purse-0", 0L))));

    assertThat(Transactions.watermark(lake, BANK)).isEmpty();
    ingest(0, 3);
    assertThat(Transactions.watermark(lake, BANK))
        .contains(new Watermark(BANK, 1, 100, Instant.ofEpochMilli(100)));
    ingest(3, 4);
    assertThat(Transactions.watermark(lake, BANK)).map(Watermark::lsn).contains("0/C8");
  }

  @Test
  void whatIsNotNeededAnyMoreGoesAndTheWatermarkStays() {
    for (long second = 1; second <= 20; second++) {
      keep(100 * second, 100 * second - 50, Map.of("bank.purse-0", second));
    }
    ingest(0, 10);
    Watermark before = Transactions.watermark(lake, BANK).orElseThrow();

    Transactions.prune(lake);
    Transactions.prune(lake);

    assertThat(before.commitLsn()).isEqualTo(900);
    assertThat(Transactions.watermark(lake, BANK)).contains(before);
    assertThat(rows()).isEqualTo(12);
    ingest(10, 20);
    assertThat(Transactions.watermark(lake, BANK)).map(Watermark::commitLsn).contains(1900L);
  }

  private void keep(long commitLsn, long confirmed, Map<String, Long> ends) {
    Transactions.keep(
        lake,
        new ReadTransaction(
            BANK, 1, commitLsn, Instant.ofEpochMilli(commitLsn), new Confirmed(confirmed, ends)));
  }

  /** Takes in records that write nothing, as dead subjects' and garbage do not to silver. */
  private void ingest(long from, long to) {
    List<LakeRecord> records =
        LongStream.range(from, to)
            .mapToObj(
                offset -> LakeRecord.at(new SourcePosition("bank.purse-0", offset), List.of()))
            .toList();
    Pipeline pipeline = Pipeline.create(RunnerName.DIRECT.batch("ingest"));
    pipeline
        .apply(Create.of(records).withCoder(LakeRecordCoder.of()))
        .apply(LakeIO.write(lake).startingAt(Map.of("bank.purse-0", from)));
    pipeline.run().waitUntilFinish();
  }

  private int rows() {
    int[] rows = new int[1];
    lake.read(TableName.of("lakebeam", "transactions"), List.of("source"))
        .forEach(row -> rows[0]++);
    return rows[0];
  }
}

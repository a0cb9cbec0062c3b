package io.lakebeam.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.paimon.data.InternalRow;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The current state of orders, derived from their history by one scheduled run after the other. */
class DeriveByChangesTest {
  private static final String READER = "silver.orders";
  private static final String POSITION = "table:silver.orders_history>silver.orders";
  private static final Queue<Long> SNAPSHOTS_READ = new ConcurrentLinkedQueue<>();
  private static final AtomicBoolean BROKEN = new AtomicBoolean();

  @TempDir private Path folder;
  private Lake lake;
  private Commits history;
  private final TreeMap<Long, String> newest = new TreeMap<>();
  private long lsn;

  @BeforeEach
  void makeTables() {
    lake = Lake.at(folder.toString());
    history = Commits.to(lake, Orders.HISTORY);
    lake.create(Orders.CURRENT);
    BROKEN.set(false);
  }

  @Test
  void everyRunReadsWhatWasCommittedSinceTheLastAndTheTableEqualsTheFold() throws Exception {
    assertThat(run()).isEmpty();

    add(1, "open");
    add(2, "open");
    assertThat(run()).containsExactly(1L, 2L);
    assertDerived();

    history.compact();
    add(1, "paid");
    history.compact();
    assertThat(run()).containsExactly(4L);
    assertDerived();

    assertThat(run()).isEmpty();
    history.expireAllButTheNewest(1);
    add(3, "open");
    assertThat(run()).containsExactly(6L);
    assertDerived();
    assertThat(Positions.in(lake).read()).containsEntry(POSITION, 7L);
  }

  @Test
  void aRunThatFailsMovesNothingAndTheNextOneDoesItsWork() throws Exception {
    add(1, "open");
    run();
    add(1, "paid");
    add(2, "open");
    BROKEN.set(true);

    assertThatThrownBy(this::run).hasMessageContaining("broken on purpose");
    assertThat(Positions.in(lake).read()).isEqualTo(Map.of(POSITION, 2L));

    BROKEN.set(false);
    add(2, "paid");
    assertThat(run()).containsExactly(2L, 3L, 4L);
    assertDerived();
  }

  @Test
  void readersHavePositionsOfTheirOwn() throws Exception {
    add(1, "open");
    run();

    ReadChanges other = LakeIO.changes(lake, Orders.HISTORY.name()).sinceLastRun("gold.profile");
    ReadTableChanges<TableChange> read = other.reader(RowForm.change());
    assertThat(read.list().all().getFrom()).isEqualTo(1);
    assertThat(read.list().all().getTo()).isEqualTo(2);
  }

  private Set<Long> run() {
    SNAPSHOTS_READ.clear();
    Pipeline pipeline =
        Pipeline.create(
            PipelineOptionsFactory.fromArgs("--runner=DirectRunner", "--targetParallelism=2")
                .create());
    ReadChanges since = LakeIO.changes(lake, Orders.HISTORY.name()).sinceLastRun(READER);
    pipeline
        .apply("Changes", since)
        .apply("Derive", ParDo.of(new ToCurrent()))
        .setCoder(LakeRecordCoder.of())
        .apply("Write", LakeIO.write(lake))
        .apply("Done", since.whenCommitted());
    pipeline.run().waitUntilFinish();
    return new TreeSet<>(SNAPSHOTS_READ);
  }

  private void add(long number, String state) throws Exception {
    long at = ++lsn;
    InternalRow row = RowCodec.of(Orders.TYPE).decode(Orders.row(number, state, false, at));
    history.add(row);
    newest.put(number, "%d:%s:%d".formatted(number, state, at));
  }

  private void assertDerived() {
    assertThat(Orders.read(lake, Orders.CURRENT)).isEqualTo(List.copyOf(newest.values()));
  }

  static final class ToCurrent extends DoFn<TableChange, LakeRecord> {
    private static final long serialVersionUID = 1L;

    @ProcessElement
    public void process(@Element TableChange change, OutputReceiver<LakeRecord> out) {
      if (BROKEN.get() && change.snapshot() == 3) {
        throw new IllegalStateException("broken on purpose");
      }
      SNAPSHOTS_READ.add(change.snapshot());
      out.output(LakeRecord.of(List.of(new LakeRow(Orders.CURRENT.name(), 0, change.row().row()))));
    }
  }
}

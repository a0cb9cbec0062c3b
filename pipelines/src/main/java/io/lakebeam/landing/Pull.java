package io.lakebeam.landing;

import io.lakebeam.definition.Project;
import io.lakebeam.definition.PulledDefinition;
import io.lakebeam.definition.TableDefinition;
import io.lakebeam.file.FilePart;
import io.lakebeam.file.StoredFile;
import io.lakebeam.lake.Alone;
import io.lakebeam.lake.DeadLetters;
import io.lakebeam.lake.Lake;
import io.lakebeam.lake.LakeIO;
import io.lakebeam.lake.RowFilter;
import io.lakebeam.lake.WritingFn;
import io.lakebeam.lake.Zones;
import io.lakebeam.pull.PullPart;
import io.lakebeam.pull.PullPlan;
import io.lakebeam.pull.PulledSource;
import io.lakebeam.pull.Watermark;
import io.lakebeam.runner.Counted;
import io.lakebeam.runner.Runner;
import java.io.Serializable;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.coders.SerializableCoder;
import org.apache.beam.sdk.transforms.Create;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Pulls a source's rows into the lake.
 *
 * <pre>{@code
 * for (Pull pull : Pull.of(project, runner)) {
 *   PullResult result = pull.take();
 * }
 * }</pre>
 *
 * <p>Two bounded pipelines: what silver does not have so is written to bronze, in one commit;
 * silver is made of what bronze has of this pull. Then the position is kept. Killed at any point,
 * it is run again: what had come to bronze is made silver first. Nothing is written where nothing
 * is new. Two pulls of one source wait for each other.
 *
 * <p>Errors are {@link io.lakebeam.pull.PullException}s.
 */
public final class Pull implements Intake {
  private static final Logger LOG = LoggerFactory.getLogger(Pull.class);

  private final String job;
  private final Lake lake;
  private final LandingTable table;
  private final PulledSource source;
  private final Duration every;
  private final Runner runner;
  private final Clock clock;

  private Pull(
      String job,
      Lake lake,
      LandingTable table,
      PulledSource source,
      Duration every,
      Runner runner,
      Clock clock) {
    this.job = job;
    this.lake = lake;
    this.table = table;
    this.source = source;
    this.every = every;
    this.runner = runner;
    this.clock = clock;
  }

  /** One for each of the project's pulled sources that a table is taken from. */
  public static List<Pull> of(Project project, Runner runner) {
    return project.tables().values().stream()
        .filter(table -> project.pulled().containsKey(table.from()))
        .map(table -> of(project, table, runner))
        .toList();
  }

  private static Pull of(Project project, TableDefinition table, Runner runner) {
    PulledDefinition from = project.pulled().get(table.from());
    return new Pull(
        project.name() + "-pull-" + from.name(),
        project.lake().open(),
        LandingTable.of(project, table),
        from.open(table),
        from.every(),
        runner,
        Clock.systemUTC());
  }

  /** A pull, in the place of a part of a file. Its number is its time. */
  static TakenPart part(String source, long pull) {
    FilePart whole = new FilePart(new StoredFile(source, 0, 0), "", List.of(), 0, -1, 1);
    return new TakenPart(whole, pull, pull);
  }

  @Override
  public String source() {
    return table.source();
  }

  /** Whose rows they are. */
  public String place() {
    return source.of();
  }

  @Override
  public Watched watched(Runnable wake, Consumer<String> trouble) {
    return new WatchedPull(this, every);
  }

  /** Makes sure that the source can be asked; changes nothing. */
  public void check() {
    source.check();
  }

  @Override
  @SuppressWarnings("try") // held, not used
  public PullResult take() {
    try (Alone alone = table.alone(lake)) {
      table.lakeTables().forEach(lake::createOrEvolve);
      lake.createOrEvolve(DeadLetters.table(Zones.DEAD_LETTERS));
      Pulls before = finish(pulls());
      long start = clock.millis();
      long number = Math.max(before.last() + 1, start);
      PullPlan plan = source.plan(before.position(), clock.instant());
      PipelineResult read = read(plan, number);
      Map<String, Long> counts = Counted.of(read, PullToBronze.COUNTS);
      PullResult result = result(counts, position(before, plan, read));
      if (result.hasTaken()) {
        makeSilver(number);
      }
      boolean isElsewhere = !Objects.equals(result.position(), before.position());
      if (result.hasTaken() || counts.containsKey("letters") || isElsewhere) {
        keep(result, number, start);
      }
      return result;
    }
  }

  private Pulls pulls() {
    return Pulls.read(lake, table.source(), source.of(), column());
  }

  private @Nullable String column() {
    Watermark watermark = source.watermark();
    return watermark == null ? null : watermark.column().name();
  }

  /**
   * What a pull that was killed has brought to bronze comes to silver; its position is not known.
   */
  private Pulls finish(Pulls before) {
    TreeSet<Long> begun = new TreeSet<>();
    lake.read(
            table.bronze().name(), List.of("taken"), RowFilter.greaterThan("taken", before.last()))
        .forEach(row -> begun.add(row.getLong(0)));
    for (long number : begun) {
      long start = clock.millis();
      long rows = makeSilver(number);
      PullResult result = new PullResult(table.source(), rows, rows, 0, 0, 0, before.position());
      keep(result, number, start);
    }
    return begun.isEmpty() ? before : pulls();
  }

  private void keep(PullResult result, long number, long start) {
    Pulls.write(
        lake,
        new Pulls.Entry(
            source.of(),
            column(),
            result,
            number,
            (clock.millis() - start) / 1000.0,
            table.fingerprint()));
  }

  /** What the plan says, or else what was read. */
  private @Nullable String position(Pulls before, PullPlan plan, PipelineResult read) {
    Watermark watermark = source.watermark();
    if (watermark == null) {
      return null;
    }
    String position = watermark.greater(before.position(), plan.position());
    if (plan.isPositionKnown()) {
      return position;
    }
    for (String found : Counted.texts(read, PullToBronze.COUNTS, PullToBronze.POSITIONS)) {
      position = watermark.greater(position, found);
    }
    long ahead = Counted.of(read, PullToBronze.COUNTS).getOrDefault("ahead", 0L);
    if (ahead > 0) {
      LOG.warn("source {}: {} watermarks are more than a day ahead; none is kept", source(), ahead);
    }
    return position;
  }

  private PipelineResult read(PullPlan plan, long number) {
    return run("", plan.parts(), new PullToBronze(lake, table, source, number), PullPart.class);
  }

  /** Returns how many records there are. */
  private long makeSilver(long number) {
    Map<Integer, Long> parts = new TreeMap<>();
    lake.read(table.bronze().name(), List.of("row"), RowFilter.equal("taken", number))
        .forEach(row -> parts.merge(PullPart.partOf(row.getLong(0)), 1L, Long::sum));
    List<PulledToSilver.Kept> kept = new ArrayList<>();
    parts.keySet().forEach(part -> kept.add(new PulledToSilver.Kept(number, part)));
    run(
        "-silver",
        kept,
        new PulledToSilver(lake, new LandedRecords(table)),
        PulledToSilver.Kept.class);
    return parts.values().stream().mapToLong(Long::longValue).sum();
  }

  private <T extends Serializable> PipelineResult run(
      String step, List<T> parts, WritingFn<T> fn, Class<T> type) {
    Pipeline pipeline = Pipeline.create(runner.batch(job + step));
    pipeline
        .apply("Parts", Create.of(parts).withCoder(SerializableCoder.of(type)))
        .apply("Write", LakeIO.write(lake).of(fn));
    return runner.runToEnd(pipeline);
  }

  private PullResult result(Map<String, Long> counts, @Nullable String position) {
    return new PullResult(
        table.source(),
        counts.getOrDefault("read", 0L),
        counts.getOrDefault("changed", 0L),
        counts.getOrDefault("deleted", 0L),
        counts.getOrDefault("unchanged", 0L),
        counts.getOrDefault("rejected", 0L),
        position);
  }
}

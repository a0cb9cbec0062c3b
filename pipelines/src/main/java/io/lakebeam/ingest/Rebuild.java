package io.lakebeam.ingest;

import io.lakebeam.definition.Project;
import io.lakebeam.definition.SourceDefinition;
import io.lakebeam.lake.Lake;
import io.lakebeam.runner.Runner;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Silver made anew from bronze, compared with what is there, and put in its place if that is asked
 * for.
 *
 * <pre>{@code
 * Rebuild.Result found = Rebuild.of(project, RunnerName.DIRECT).only(Set.of("customer")).compare();
 * Rebuild.Result mended = Rebuild.of(project, RunnerName.DIRECT).replace();
 * }</pre>
 *
 * <p>Each event of bronze is decoded once more, as ingest would today, into shadows of the current
 * table and of the history. Where nothing was damaged and no rule is another, they are equal to the
 * tables. To replace is one commit per table; an ingest may go on meanwhile, and loses nothing.
 *
 * <p>Immutable.
 */
public final class Rebuild {
  /** How long the lake has to take in what Kafka holds, unless said otherwise. */
  public static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Project project;
  private final Runner runner;
  private final Set<String> tables;
  private final Duration patience;
  private final RebuildStart start;

  private Rebuild(
      Project project, Runner runner, Set<String> tables, Duration patience, RebuildStart start) {
    this.project = project;
    this.runner = runner;
    this.tables = Set.copyOf(tables);
    this.patience = patience;
    this.start = start;
  }

  /**
   * What a rebuild found.
   *
   * @param events how many events it decoded
   * @param refused how many of them could not be decoded; with any, nothing is replaced
   * @param reasons why, of some of them
   * @param tables each table, compared
   */
  public record Result(long events, long refused, List<String> reasons, List<RebuiltTable> tables) {
    /** Of no table. */
    public static final Result NONE = new Result(0, 0, List.of(), List.of());

    public Result {
      reasons = List.copyOf(reasons);
      tables = List.copyOf(tables);
    }

    /** Whether silver is, or is by now, what bronze makes of it. */
    public boolean isGood() {
      return refused == 0 && tables.stream().allMatch(table -> table.isEqual() || table.replaced());
    }

    /** Both together. */
    public Result plus(Result other) {
      return new Result(
          events + other.events,
          refused + other.refused,
          Stream.concat(reasons.stream(), other.reasons.stream()).toList(),
          Stream.concat(tables.stream(), other.tables.stream()).toList());
    }
  }

  /** Of all tables of the project's databases, all of them. */
  public static Rebuild of(Project project, Runner runner) {
    return new Rebuild(
        project, runner, project.captured().keySet(), PATIENCE, RebuildStart.first());
  }

  /** Of these tables alone, named as in the project. */
  public Rebuild only(Set<String> wanted) {
    return new Rebuild(project, runner, wanted, patience, start);
  }

  /** Waits that long at most until the lake has taken in what Kafka holds at its start. */
  public Rebuild waiting(Duration newPatience) {
    return new Rebuild(project, runner, tables, newPatience, start);
  }

  /** Makes anew what is from {@code newStart} on; what is before stays as silver has it. */
  public Rebuild from(RebuildStart newStart) {
    return new Rebuild(project, runner, tables, patience, newStart);
  }

  /**
   * Makes the tables anew and compares; the lake's tables stay as they are.
   *
   * @throws io.lakebeam.source.SourceException if a source cannot be captured as the project says
   * @throws IngestException if the lake has not taken in what Kafka holds
   * @throws io.lakebeam.runner.RunnerException if a pipeline ended in another way than done
   */
  public Result compare() {
    return run(false);
  }

  /** The same; then those that differ are replaced, unless an event could not be decoded. */
  public Result replace() {
    return run(true);
  }

  private Result run(boolean replacing) {
    Lake lake = project.lake().open();
    Result result = Result.NONE;
    for (SourceDefinition source : project.sourcesOf(tables)) {
      CapturedSource captured = CapturedSource.describe(project, source, lake);
      List<CapturedEvents> wanted =
          captured.tables().stream()
              .filter(table -> tables.contains(table.current().name().table()))
              .map(table -> new CapturedEvents(table, captured.life().number()))
              .toList();
      List<String> topics = wanted.stream().map(events -> events.table().topic()).toList();
      Runnable awaitIngested = new IngestedTopics(lake, source.kafka(), topics, patience);
      String job = project.name() + "-rebuild";
      result =
          result.plus(
              replacing
                  ? replace(lake, runner, job, wanted, start, awaitIngested)
                  : compare(lake, runner, job, wanted, start, awaitIngested));
    }
    return result;
  }

  /**
   * Compares tables of one source, of any kind.
   *
   * @param job the pipelines' name
   * @param awaitIngested returns when silver has all of which bronze has the events by now
   */
  public static Result compare(
      Lake lake,
      Runner runner,
      String job,
      List<? extends BronzeEvents> tables,
      RebuildStart start,
      Runnable awaitIngested) {
    try (RebuiltTables rebuilt = RebuiltTables.open(lake, tables)) {
      return compare(lake, runner, job, rebuilt, start, awaitIngested);
    }
  }

  /** The same; then those that differ are replaced, unless an event could not be decoded. */
  public static Result replace(
      Lake lake,
      Runner runner,
      String job,
      List<? extends BronzeEvents> tables,
      RebuildStart start,
      Runnable awaitIngested) {
    try (RebuiltTables rebuilt = RebuiltTables.open(lake, tables)) {
      Result found = compare(lake, runner, job, rebuilt, start, awaitIngested);
      return found.refused() > 0
          ? found
          : new Result(found.events(), 0, found.reasons(), rebuilt.replace(found.tables()));
    }
  }

  private static Result compare(
      Lake lake,
      Runner runner,
      String job,
      RebuiltTables rebuilt,
      RebuildStart start,
      Runnable awaitIngested) {
    // From here on: the tables hold nothing of which bronze has not the event.
    awaitIngested.run();
    Result decoded = rebuilt.decode(runner, job, start);
    // And nothing of what was decoded is still missing in them.
    awaitIngested.run();
    Truncations.settle(lake);
    return new Result(
        decoded.events(),
        decoded.refused(),
        decoded.reasons(),
        rebuilt.compare(runner, job + "-compare"));
  }
}

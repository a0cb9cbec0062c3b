package io.lakebeam.ingest;

import io.lakebeam.definition.Project;
import io.lakebeam.definition.SourceDefinition;
import io.lakebeam.lake.Lake;
import io.lakebeam.runner.Runner;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

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

  private Rebuild(Project project, Runner runner, Set<String> tables, Duration patience) {
    this.project = project;
    this.runner = runner;
    this.tables = Set.copyOf(tables);
    this.patience = patience;
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
    public Result {
      reasons = List.copyOf(reasons);
      tables = List.copyOf(tables);
    }

    /** Whether silver is, or is by now, what bronze makes of it. */
    public boolean isGood() {
      return refused == 0 && tables.stream().allMatch(table -> table.isEqual() || table.replaced());
    }

    private static Result all(List<Result> parts) {
      return new Result(
          parts.stream().mapToLong(Result::events).sum(),
          parts.stream().mapToLong(Result::refused).sum(),
          parts.stream().flatMap(part -> part.reasons().stream()).toList(),
          parts.stream().flatMap(part -> part.tables().stream()).toList());
    }
  }

  /** Of all tables of the project. */
  public static Rebuild of(Project project, Runner runner) {
    return new Rebuild(project, runner, project.captured().keySet(), PATIENCE);
  }

  /** Of these tables alone, named as in the project. */
  public Rebuild only(Set<String> wanted) {
    return new Rebuild(project, runner, wanted, patience);
  }

  /** Waits that long at most until the lake has taken in what Kafka holds at its start. */
  public Rebuild waiting(Duration newPatience) {
    return new Rebuild(project, runner, tables, newPatience);
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
    List<Result> results = new ArrayList<>();
    for (SourceDefinition source : project.sources().values()) {
      CapturedSource captured = CapturedSource.describe(project, source, lake);
      List<CapturedTable> wanted =
          captured.tables().stream()
              .filter(table -> tables.contains(table.current().name().table()))
              .toList();
      if (!wanted.isEmpty()) {
        IngestedTopics topics =
            new IngestedTopics(
                lake, source.kafka(), wanted.stream().map(CapturedTable::topic).toList(), patience);
        results.add(run(lake, runner, project.name() + "-rebuild", wanted, topics, replacing));
      }
    }
    return Result.all(results);
  }

  /** Compares tables of one source. */
  static Result compare(
      Lake lake, Runner runner, String job, List<CapturedTable> tables, Runnable awaitIngested) {
    return run(lake, runner, job, tables, awaitIngested, false);
  }

  /** Compares tables of one source, and replaces those that differ. */
  static Result replace(
      Lake lake, Runner runner, String job, List<CapturedTable> tables, Runnable awaitIngested) {
    return run(lake, runner, job, tables, awaitIngested, true);
  }

  private static Result run(
      Lake lake,
      Runner runner,
      String job,
      List<CapturedTable> tables,
      Runnable awaitIngested,
      boolean replacing) {
    try (RebuiltTables rebuilt = RebuiltTables.open(lake, tables)) {
      // From here on: the tables hold nothing of which bronze has not the event.
      awaitIngested.run();
      Result decoded = rebuilt.decode(runner, job);
      // And nothing of what was decoded is still missing in them.
      awaitIngested.run();
      Truncations.settle(lake);
      List<RebuiltTable> compared = rebuilt.compare(runner, job + "-compare");
      boolean isReplaced = replacing && decoded.refused() == 0;
      return new Result(
          decoded.events(),
          decoded.refused(),
          decoded.reasons(),
          isReplaced ? rebuilt.replace(compared) : compared);
    }
  }
}

package io.lakebeam.ingest;

import io.lakebeam.definition.Project;
import io.lakebeam.definition.SourceDefinition;
import io.lakebeam.lake.CommittedRows;
import io.lakebeam.lake.DeadLetters;
import io.lakebeam.lake.Lake;
import io.lakebeam.lake.LakeIO;
import io.lakebeam.lake.LakeRecord;
import io.lakebeam.lake.LakeRecordCoder;
import io.lakebeam.lake.Shadow;
import io.lakebeam.lake.TableName;
import io.lakebeam.lake.Zones;
import io.lakebeam.runner.Counted;
import io.lakebeam.runner.Runner;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Wait;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TupleTagList;

/**
 * The dead letters of some tables, decoded once more and written, for when what refused them is
 * mended: a column that the lake's table has by now, a declaration, a newer version of this
 * program.
 *
 * <pre>{@code
 * Replay.Result result = Replay.run(project, RunnerName.DIRECT, Set.of("customer"));
 * }</pre>
 *
 * <p>A letter is marked as resolved after its rows are committed; one that is refused again stays,
 * with the new reason and one attempt more. Rows are written under the keys that ingest writes them
 * under: a run that is killed, run twice or at once with the ingest loses and doubles nothing.
 */
public final class Replay {
  private Replay() {}

  /**
   * What came of the letters.
   *
   * @param read how many were not resolved before
   * @param resolved how many of them are now
   * @param refused how many still are not
   */
  public record Result(long read, long resolved, long refused) {
    /** Of no letters. */
    public static final Result NONE = new Result(0, 0, 0);

    /** Both together. */
    public Result plus(Result other) {
      return new Result(read + other.read, resolved + other.resolved, refused + other.refused);
    }
  }

  /**
   * Tries the letters of {@code tables} of databases, named as in the project, as their sources
   * have them now.
   *
   * @throws io.lakebeam.source.SourceException if a source cannot be captured as the project says
   * @throws io.lakebeam.runner.RunnerException if the pipeline ended in another way than done
   */
  public static Result run(Project project, Runner runner, Set<String> tables) {
    Lake lake = project.lake().open();
    List<ReplayedTable> replayed = new ArrayList<>();
    for (SourceDefinition source : project.sourcesOf(tables)) {
      CapturedSource captured = CapturedSource.describe(project, source, lake);
      captured.tables().stream()
          .filter(table -> tables.contains(table.current().name().table()))
          .forEach(table -> replayed.addAll(ofEveryCapture(captured, table)));
    }
    if (replayed.isEmpty()) {
      return Result.NONE;
    }
    return withoutRebuild(
        lake,
        replayed,
        () -> {
          Result result = tried(lake, runner, project.name() + "-replay", replayed);
          Truncations.settleAgain(lake, tables);
          return result;
        });
  }

  /**
   * Tries the letters of tables of any kind; a rebuild of one of them waits for the end.
   *
   * @param job the pipeline's name
   * @throws io.lakebeam.runner.RunnerException if the pipeline ended in another way than done
   */
  public static Result run(
      Lake lake, Runner runner, String job, List<? extends RetriedTable> tables) {
    return withoutRebuild(lake, tables, () -> tried(lake, runner, job, tables));
  }

  /** A rebuild takes what is in silver and not in bronze for damage, so it must have both. */
  private static Result withoutRebuild(
      Lake lake, List<? extends RetriedTable> tables, Supplier<Result> replay) {
    // In one order: two runs must not wait for each other crosswise.
    return holding(
        lake,
        tables.stream().map(one -> one.current().name()).distinct().sorted().toList(),
        replay);
  }

  @SuppressWarnings("try") // held, not used
  private static Result holding(Lake lake, List<TableName> tables, Supplier<Result> replay) {
    if (tables.isEmpty()) {
      return replay.get();
    }
    try (Shadow.Absence absence = Shadow.absent(lake, tables.get(0))) {
      return holding(lake, tables.subList(1, tables.size()), replay);
    }
  }

  /** Letters of an earlier capture are of topics of its own. */
  private static List<ReplayedTable> ofEveryCapture(CapturedSource captured, CapturedTable table) {
    return IntStream.rangeClosed(1, captured.life().capture())
        .mapToObj(number -> captured.connector().ofCapture(number).topic(table.source()))
        .map(topic -> new ReplayedTable(table.withTopic(topic), captured.life().number()))
        .toList();
  }

  private static Result tried(
      Lake lake, Runner runner, String job, List<? extends RetriedTable> tables) {
    lake.createOrEvolve(DeadLetters.table(Zones.DEAD_LETTERS));
    Pipeline pipeline = Pipeline.create(runner.batch(job));
    build(pipeline, lake, tables);
    PipelineResult result = runner.runToEnd(pipeline);
    Map<String, Long> counts = Counted.of(result, LettersToRows.METRICS);
    return new Result(
        counts.getOrDefault("read", 0L),
        counts.getOrDefault("resolved", 0L),
        counts.getOrDefault("refused", 0L));
  }

  private static void build(Pipeline pipeline, Lake lake, List<? extends RetriedTable> tables) {
    PCollectionTuple tried =
        pipeline
            .apply("Letters", LakeIO.deadLetters(lake, Zones.DEAD_LETTERS))
            .apply(
                "Decode",
                ParDo.of(new LettersToRows(lake, tables))
                    .withOutputTags(
                        LettersToRows.ROWS,
                        TupleTagList.of(LettersToRows.RESOLVED).and(LettersToRows.REFUSED)));
    PCollection<CommittedRows> committed =
        records(tried, LettersToRows.ROWS).apply("Write rows", LakeIO.write(lake));
    PCollectionList.of(
            records(tried, LettersToRows.RESOLVED)
                .apply("After their rows", Wait.on(committed))
                .setCoder(LakeRecordCoder.of()))
        .and(records(tried, LettersToRows.REFUSED))
        .apply("All", Flatten.pCollections())
        .apply("Write letters", LakeIO.write(lake));
  }

  private static PCollection<LakeRecord> records(PCollectionTuple tried, TupleTag<LakeRecord> tag) {
    return tried.get(tag).setCoder(LakeRecordCoder.of());
  }
}

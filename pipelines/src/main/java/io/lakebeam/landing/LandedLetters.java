package io.lakebeam.landing;

import io.lakebeam.definition.Project;
import io.lakebeam.definition.TableDefinition;
import io.lakebeam.ingest.Replay;
import io.lakebeam.lake.Lake;
import io.lakebeam.runner.Runner;
import java.util.List;
import java.util.Set;

/**
 * The dead letters of tables from files, tried again once the declaration of the table or of its
 * files is mended: another format of dates, another encoding, a wider type.
 *
 * <pre>{@code
 * Replay.Result result = LandedLetters.replay(project, RunnerName.DIRECT, Set.of("price"));
 * }</pre>
 *
 * <p>A letter holds its record, so the file may have gone. Its rows are those that the file would
 * have had, under its number and the record's line: they are older than rows of files that were
 * taken since.
 */
public final class LandedLetters {
  private LandedLetters() {}

  /**
   * Tries the letters of those of {@code tables} that come from files, named as in the project.
   *
   * @throws io.lakebeam.lake.RowException if the lake's tables cannot follow the declaration
   * @throws io.lakebeam.runner.RunnerException if the pipeline ended in another way than done
   */
  public static Replay.Result replay(Project project, Runner runner, Set<String> tables) {
    List<RetriedFiles> retried =
        project.tables().values().stream()
            .filter(TableDefinition::comesFromFiles)
            .filter(table -> tables.contains(table.name()))
            .map(table -> RetriedFiles.of(project, table))
            .toList();
    if (retried.isEmpty()) {
      return Replay.Result.NONE;
    }
    Lake lake = project.lake().open();
    // The declaration may have more columns than when the files were taken.
    retried.forEach(one -> one.table().lakeTables().forEach(lake::createOrEvolve));
    return Replay.run(lake, runner, project.name() + "-files-replay", retried);
  }
}

package io.lakebeam.erase;

import io.lakebeam.definition.ErasureDefinition;
import io.lakebeam.definition.Project;
import io.lakebeam.features.Features;
import io.lakebeam.ingest.CapturedSubjects;
import io.lakebeam.lake.Alone;
import io.lakebeam.lake.Erasure;
import io.lakebeam.lake.Lake;
import io.lakebeam.lake.LakeException;
import io.lakebeam.lake.Shadow;
import io.lakebeam.lake.Zones;
import io.lakebeam.subject.ErasedSubjects;
import io.lakebeam.subject.ErasedSubjects.Place;
import io.lakebeam.subject.SubjectHash;
import io.lakebeam.trainingset.MadeTrainingSet;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * One data subject taken out of all that was made of a project's sources.
 *
 * <pre>{@code
 * Erase.Result done = Erase.of(project, "17").by("dpo").run();
 * }</pre>
 *
 * <p>First it is remembered, as a keyed hash, that the subject is erased: from then on no writer
 * stores an event of it. When what writers held before is committed, training sets, gold, dead
 * letters, bronze and silver are written without it, each in one commit; when what writers held
 * before that is committed too, everything goes that still has the past: tags, snapshots, orphans,
 * Iceberg's metadata. An ingest may go on meanwhile, and is needed where Kafka holds something that
 * the lake has not taken in yet.
 *
 * <p>Killed at any point, it is run again and does all of it. A second run waits for the first.
 */
public final class Erase {
  /** How long the lake has to take in what Kafka holds, unless said otherwise. */
  public static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Project project;
  private final String subject;
  private final String who;
  private final Duration patience;

  /**
   * What came of one table.
   *
   * @param rows how many rows went, or became tombstones
   * @param past what went with its past
   */
  public record ErasedTable(long rows, Erasure.Cleaned past) {}

  /**
   * What came of it.
   *
   * @param tables by their names, in the order in which they were done
   * @param trainingSets how many rows of each went; null where the file is not where it was written
   * @param notDeclared the project's tables that declare no subject, of which nothing was erased
   */
  public record Result(
      Map<String, ErasedTable> tables,
      Map<String, @Nullable Long> trainingSets,
      List<String> notDeclared) {}

  private Erase(Project project, String subject, String who, Duration patience) {
    this.project = project;
    this.subject = subject;
    this.who = who;
    this.patience = patience;
  }

  /**
   * Of a subject, by its key as the source has it.
   *
   * @throws LakeException if no table of the project declares a subject
   */
  public static Erase of(Project project, String subject) {
    if (project.tables().values().stream().allMatch(table -> table.subject() == null)) {
      throw new LakeException(
          "project %s: no table declares a subject, so nobody can be erased; name the column that holds its key: subject: COLUMN, for each table that is about somebody"
              .formatted(project.name()));
    }
    return new Erase(project, subject, System.getProperty("user.name", ""), PATIENCE);
  }

  /** Run by that user, as the audit is to say. */
  public Erase by(String user) {
    return new Erase(project, subject, user, patience);
  }

  /** Waits that long at most until the lake has taken in what Kafka holds. */
  public Erase waiting(Duration longest) {
    return new Erase(project, subject, who, longest);
  }

  /**
   * Counts what there is of the subject; nothing is erased or remembered.
   *
   * @throws io.lakebeam.source.SourceException if a source cannot be captured as the project says
   */
  public Result count() throws IOException {
    Run run = new Run();
    Map<String, @Nullable Long> sets = run.trainingSets(false);
    Map<String, ErasedTable> tables = new LinkedHashMap<>();
    for (SubjectTables.Rewrite rewrite : run.found.rewrites()) {
      Erasure erasure = Erasure.of(run.lake, rewrite.table());
      tables.put(
          rewrite.table().toString(),
          new ErasedTable(erasure.count(rewrite.rule()), erasure.past()));
    }
    return new Result(tables, sets, run.notDeclared());
  }

  /**
   * Erases.
   *
   * @throws io.lakebeam.source.SourceException if a source cannot be captured as the project says
   * @throws io.lakebeam.ingest.IngestException if the lake has not taken in what Kafka holds; it is
   *     remembered by then that the subject is erased, and to be run again
   */
  @SuppressWarnings("try") // held, not used
  public Result run() throws IOException {
    Lake lake = project.lake().open();
    try (Alone alone = Alone.at(lake, "erase");
        Alone features = Alone.at(lake, Features.TASK);
        Alone trainingSets = Alone.at(lake, MadeTrainingSet.TASK)) {
      Run run = new Run();
      ErasureAudit audit =
          new ErasureAudit(lake, run.hash.of(null, subject), who, project.version(), Instant.now());
      audit.begin();
      run.remember();
      Result result = run.withoutRebuilds(run.found.names());
      audit.end(Instant.now(), result.tables());
      return result;
    }
  }

  /** One run, from its look at the sources on. */
  private final class Run {
    private final Lake lake = project.lake().open();
    private final SubjectHash hash;
    private final Map<String, CapturedSubjects> sources = new LinkedHashMap<>();
    private final Map<String, CapturedSubjects.Column> columns = new LinkedHashMap<>();
    private final Set<String> remembered = new HashSet<>();
    private SubjectTables found;

    private Run() {
      ErasureDefinition erasure = project.erasure();
      hash = new SubjectHash(erasure.key());
      project
          .sources()
          .forEach(
              (name, source) -> {
                CapturedSubjects captured = CapturedSubjects.of(project, source, lake);
                sources.put(name, captured);
                columns.putAll(captured.columns());
              });
      found = SubjectTables.find(project, lake, columns, subject);
    }

    /** Until no writer stores anything of the subject, and all that one held is committed. */
    private void remember() {
      while (remembered.addAll(found.hashes(hash, subject))) {
        sources.keySet().forEach(name -> remember(name, Place.END));
        ErasedSubjects.awaitKnown();
        awaitIngested();
        // A row may have come in between by which others are found.
        found = SubjectTables.find(project, lake, columns, subject);
      }
    }

    private void remember(String source, Place upTo) {
      ErasedSubjects.put(lake, source, hash.keyId(), remembered, upTo);
    }

    private void awaitIngested() {
      sources.values().forEach(source -> source.awaitIngested(patience));
    }

    /** Nor repairs, nor replays: what they have read and not written yet must not come after. */
    @SuppressWarnings("try") // held, not used
    private Result withoutRebuilds(List<String> tables) throws IOException {
      if (tables.isEmpty()) {
        return erase();
      }
      try (Shadow.Absence absence = Shadow.absent(lake, Zones.current(tables.get(0)))) {
        Shadow.clear(lake, Zones.history(tables.get(0)));
        Shadow.clear(lake, Zones.current(tables.get(0)));
        return withoutRebuilds(tables.subList(1, tables.size()));
      }
    }

    private Result erase() throws IOException {
      Map<String, @Nullable Long> sets = trainingSets(true);
      Map<String, Erasure> erasures = new LinkedHashMap<>();
      Map<String, Long> rows = new LinkedHashMap<>();
      for (SubjectTables.Rewrite rewrite : found.rewrites()) {
        Erasure erasure = Erasure.of(lake, rewrite.table());
        rows.put(rewrite.table().toString(), erasure.rewrite(rewrite.rule()));
        erasures.put(rewrite.table().toString(), erasure);
      }
      awaitIngested();
      Map<String, ErasedTable> tables = new LinkedHashMap<>();
      erasures.forEach(
          (table, erasure) -> tables.put(table, new ErasedTable(rows.get(table), erasure.clean())));
      // What comes after this may be accepted.
      sources.forEach((name, source) -> remember(name, source.end()));
      return new Result(tables, sets, notDeclared());
    }

    private Map<String, @Nullable Long> trainingSets(boolean erasing) throws IOException {
      Map<String, @Nullable Long> sets = new LinkedHashMap<>();
      for (MadeTrainingSet made : MadeTrainingSet.of(lake)) {
        List<Map<String, @Nullable Object>> versions = found.versions(made.labels());
        if (versions == null) {
          throw new LakeException(
              "training set %s: its labels are from table %s, which declares no subject, so it cannot be told whose rows are whose; declare one, or delete the file"
                  .formatted(made.file(), made.labels()));
        }
        sets.put(
            made.file().toString(),
            !made.isThere() ? null : erasing ? made.erase(versions) : made.count(versions));
      }
      return sets;
    }

    private List<String> notDeclared() {
      return project.tables().values().stream()
          .filter(table -> table.subject() == null)
          .map(table -> table.name())
          .toList();
    }
  }
}

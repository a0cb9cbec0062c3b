package io.lakebeam.ingest;

import io.lakebeam.definition.Project;
import io.lakebeam.definition.TableDefinition;
import io.lakebeam.source.PostgresCatalog;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the tables of the sources beside a running ingest, until it is closed, and says when one
 * is to be captured that is not: one that the project's patterns match, or a captured one that was
 * dropped and made anew. Not before the connector has read the log up to there: while it takes its
 * first snapshot it is not disturbed. A table that would be refused is told in the log.
 */
final class TableWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TableWatch.class);
  private static final Duration PAUSE = Duration.ofSeconds(5);

  private final Runnable whenFound;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread made = new Thread(task, "tables");
            made.setDaemon(true);
            return made;
          });

  private TableWatch(Runnable whenFound) {
    this.whenFound = whenFound;
  }

  /**
   * Starts looking.
   *
   * @param project with its patterns
   * @param whenFound is told once; what it throws is lost
   */
  @SuppressWarnings("FutureReturnValueIgnored") // look() ends in no exception
  static TableWatch start(Project project, List<CapturedSource> sources, Runnable whenFound) {
    TableWatch watch = new TableWatch(whenFound);
    List<Watched> watched = sources.stream().map(source -> new Watched(project, source)).toList();
    watch.thread.scheduleWithFixedDelay(
        () -> watch.look(watched), PAUSE.toMillis(), PAUSE.toMillis(), TimeUnit.MILLISECONDS);
    return watch;
  }

  private void look(List<Watched> sources) {
    if (sources.stream().anyMatch(Watched::hasComplete)) {
      thread.shutdown();
      whenFound.run();
    }
  }

  @Override
  public void close() {
    thread.shutdown();
  }

  private static final class Watched {
    private final Project project;
    private final CapturedSource source;
    private String told = "";

    /** Where the log ended when the tables that are to come were first seen. */
    private @Nullable String seen;

    Watched(Project project, CapturedSource source) {
      this.project = project;
      this.source = source;
    }

    /** Whether tables are to come, all is well with them, and the connector has got to them. */
    boolean hasComplete() {
      try (PostgresCatalog catalog = CapturedSource.connect(source.definition())) {
        if (!hasOthers(catalog)) {
          seen = null;
          return false;
        }
        if (seen == null) {
          seen = catalog.logEnd();
        }
        return catalog.confirmed(source.connector().slot(), seen);
      } catch (RuntimeException e) {
        tell(String.valueOf(e.getMessage()));
        return false;
      }
    }

    /** Whether what would be captured is not what is. */
    private boolean hasOthers(PostgresCatalog catalog) {
      MatchedTables matched = MatchedTables.of(project, source.definition(), catalog);
      if (!matched.problems().isEmpty()) {
        tell(
            matched.problems().stream()
                .map(MatchedTables.Problem::message)
                .collect(Collectors.joining("; ")));
        return false;
      }
      Map<String, Long> captured = new HashMap<>();
      source
          .tables()
          .forEach(table -> captured.put(table.source().qualifiedName(), table.source().oid()));
      Map<String, Long> now = new HashMap<>();
      catalog.tables().forEach(table -> now.put(table.qualifiedName(), table.oid()));
      boolean isAnew =
          captured.entrySet().stream()
              .anyMatch(
                  table ->
                      now.containsKey(table.getKey())
                          && !Objects.equals(now.get(table.getKey()), table.getValue()));
      boolean isMore =
          matched.tables().stream().anyMatch(table -> !captured.containsKey(qualifiedName(table)));
      if (isAnew || isMore) {
        CapturedSource.describe(
                project.withTables(matched.tables()), source.definition(), source.life(), catalog)
            .requireCapturable(catalog);
      }
      return isAnew || isMore;
    }

    private static String qualifiedName(TableDefinition table) {
      return table.schemaName() + "." + table.tableName();
    }

    private void tell(String what) {
      if (!what.equals(told)) {
        told = what;
        LOG.warn("source {}: a table is not captured yet: {}", source.definition().name(), what);
      }
    }
  }
}

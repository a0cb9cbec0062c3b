package io.lakebeam.ingest;

import io.lakebeam.definition.Project;
import io.lakebeam.definition.SourceDefinition;
import io.lakebeam.lake.Lake;
import io.lakebeam.source.PostgresCatalog;
import io.lakebeam.source.SourceColumn;
import io.lakebeam.subject.ErasedSubjects.Place;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.postgresql.replication.LogSequenceNumber;

/**
 * The tables of one source that are about somebody, as far as erasing needs to know them.
 *
 * <pre>{@code
 * CapturedSubjects subjects = CapturedSubjects.of(project, source, lake);
 * subjects.awaitIngested(Duration.ofSeconds(30));
 * }</pre>
 */
public final class CapturedSubjects {
  private final CapturedSource source;
  private final Map<String, Column> columns;
  private final Lake lake;

  /**
   * The column that says whom a table's rows are about.
   *
   * @param lakeColumn what silver's tables call it
   * @param names what events call it, or have called it
   * @param topics where its table's events come from, or have come from
   */
  public record Column(String lakeColumn, Set<String> names, Set<String> topics) {
    public Column {
      names = Set.copyOf(names);
      topics = Set.copyOf(topics);
    }
  }

  private CapturedSubjects(CapturedSource source, Map<String, Column> columns, Lake lake) {
    this.source = source;
    this.columns = columns;
    this.lake = lake;
  }

  /**
   * Of a source as it is now; the lake's tables follow its columns first.
   *
   * @throws io.lakebeam.source.SourceException if it cannot be captured as the project says
   */
  public static CapturedSubjects of(Project project, SourceDefinition definition, Lake lake) {
    CapturedSource source = CapturedSource.describe(project, definition, lake);
    Map<String, Column> columns = new LinkedHashMap<>();
    for (CapturedTable table : source.tables()) {
      if (table.subject() != null) {
        columns.put(table.current().name().table(), column(source, table, lake));
      }
    }
    return new CapturedSubjects(source, columns, lake);
  }

  private static Column column(CapturedSource source, CapturedTable table, Lake lake) {
    SourceColumn column = table.source().columns().get(table.subjectIn(table.source().columns()));
    KnownColumns known =
        KnownColumns.read(lake, table.current().name().table(), table.source().oid());
    Set<String> names = new TreeSet<>(Set.of(column.name()));
    known.namesOf(column.number()).forEach(one -> names.add(one.name()));
    String lakeColumn =
        known.ofNumber(column.number()).map(KnownColumns.Known::lakeColumn).orElse(column.name());
    Set<String> topics =
        IntStream.rangeClosed(1, source.life().capture())
            .mapToObj(number -> source.connector().ofCapture(number).topic(table.source()))
            .collect(Collectors.toSet());
    return new Column(lakeColumn, names, topics);
  }

  /** By the table's name in the project. */
  public Map<String, Column> columns() {
    return columns;
  }

  /** Where the source's log ends now. */
  public Place end() {
    try (PostgresCatalog catalog = CapturedSource.connect(source.definition())) {
      long lsn = LogSequenceNumber.valueOf(catalog.logEnd()).asLong();
      return new Place(source.life().number(), lsn);
    }
  }

  /**
   * Waits until every table of the lake has all that the source's topics hold at this moment.
   *
   * @throws IngestException if it waited in vain
   */
  public void awaitIngested(Duration patience) {
    new IngestedTopics(lake, source.definition().kafka(), source.topics(), patience).run();
  }
}

package io.lakebeam.judge;

import io.lakebeam.change.ChangeColumns;
import io.lakebeam.definition.Project;
import io.lakebeam.definition.TableDefinition;
import io.lakebeam.ingest.KeptLetters;
import io.lakebeam.ingest.RowFindings;
import io.lakebeam.lake.DeadLetters;
import io.lakebeam.lake.Lake;
import io.lakebeam.lake.TableName;
import io.lakebeam.lake.Zones;
import io.lakebeam.quality.Expectation;
import io.lakebeam.sql.Quoted;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * What was found of rows, one by one, while they were ingested, counted: the versions in history
 * were judged, and so were the quarantined, which are dead letters.
 *
 * @param project which has the tables
 * @param answers of its lake
 * @param examples how many rows at most are told that do not meet an expectation
 */
record RowTallies(Project project, Answers answers, int examples) {
  private static final String REASON = "(?s)expectation ''(.*?)'' is not met: found";

  List<Judgement> of(TableDefinition table) {
    if (table.expectOfRows().isEmpty()) {
      return List.of();
    }
    Map<String, Long> quarantined = quarantined(table);
    Map<String, Long> found = found(table);
    long judged = taken(table) + quarantined.values().stream().mapToLong(Long::longValue).sum();
    List<Judgement> judgements = new ArrayList<>();
    for (Expectation expectation : table.expectOfRows()) {
      long letters = quarantined.getOrDefault(expectation.name(), 0L);
      long findings = found.getOrDefault(expectation.name(), 0L);
      judgements.add(
          Judgement.counted(
              table.name(),
              expectation,
              judged,
              letters + findings,
              examples(table, expectation, letters, findings)));
    }
    return judgements;
  }

  private Lake lake() {
    return answers.lake();
  }

  /** Versions that are in the lake. */
  private long taken(TableDefinition table) {
    TableName history = Zones.history(table.name());
    return lake().exists(history)
        ? Answers.number(
            answers.row(
                "SELECT count(*) AS n FROM %s WHERE %s IS NOT TRUE"
                    .formatted(history, ChangeColumns.DELETED)),
            "n")
        : 0;
  }

  private Map<String, Long> quarantined(TableDefinition table) {
    return lake().exists(Zones.DEAD_LETTERS)
        ? perExpectation(
            "SELECT regexp_extract(reason, '%s', 1) AS expectation, count(*) AS n FROM %s WHERE %s GROUP BY 1"
                .formatted(REASON, Zones.DEAD_LETTERS, areTheirs(table)))
        : Map.of();
  }

  /** Letters of a table that are letters because of an expectation. */
  private String areTheirs(TableDefinition table) {
    return "%s IS NOT TRUE AND regexp_full_match(source_partition, %s) AND regexp_matches(reason, '%s')"
        .formatted(
            DeadLetters.RESOLVED,
            Quoted.text(KeptLetters.places(project, table).pattern()),
            REASON);
  }

  private Map<String, Long> found(TableDefinition table) {
    return lake().exists(RowFindings.NAME)
        ? perExpectation(
            "SELECT expectation, count(*) AS n FROM %s WHERE table_name = %s GROUP BY 1"
                .formatted(RowFindings.NAME, Quoted.text(table.name())))
        : Map.of();
  }

  private Map<String, Long> perExpectation(String sql) {
    Map<String, Long> counts = new HashMap<>();
    answers
        .rows(sql, Integer.MAX_VALUE)
        .forEach(row -> counts.put((String) row.get("expectation"), Answers.number(row, "n")));
    return counts;
  }

  private List<Map<String, @Nullable Object>> examples(
      TableDefinition table, Expectation expectation, long letters, long findings) {
    List<Map<String, @Nullable Object>> found = new ArrayList<>();
    if (findings > 0 && examples > 0) {
      found.addAll(new FoundRows(answers, table, expectation).first(examples));
    }
    if (letters > 0 && found.size() < examples) {
      int rest = examples - found.size();
      found.addAll(
          answers.rows(
              "SELECT source_partition, position, reason FROM %s WHERE %s AND regexp_extract(reason, '%s', 1) = %s ORDER BY record_ts DESC, 1, 2 LIMIT %d"
                  .formatted(
                      Zones.DEAD_LETTERS,
                      areTheirs(table),
                      REASON,
                      Quoted.text(expectation.name()),
                      rest),
              rest));
    }
    return found;
  }
}

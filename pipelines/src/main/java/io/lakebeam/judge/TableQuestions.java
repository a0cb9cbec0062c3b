package io.lakebeam.judge;

import static java.time.ZoneOffset.UTC;

import io.lakebeam.definition.Project;
import io.lakebeam.definition.TableDefinition;
import io.lakebeam.lake.TableName;
import io.lakebeam.lake.Zones;
import io.lakebeam.quality.TableExpectation;
import io.lakebeam.quality.TableExpectation.Kind;
import io.lakebeam.sql.QueryException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * What tables expect of all of their rows together, asked.
 *
 * @param project which has the tables
 * @param answers of its lake
 * @param now the time by which rows are fresh
 * @param examples how many rows at most are told that do not meet one
 */
record TableQuestions(Project project, Answers answers, Instant now, int examples) {
  Judgement ask(TableDefinition table, TableExpectation expectation) {
    TableName current = Zones.current(table.name());
    if (!answers.lake().exists(current)) {
      return Judgement.unanswered(
          table.name(), expectation, "table %s is not in the lake yet".formatted(current));
    }
    TableSql sql =
        new TableSql(
            project, table, expectation, LakeColumns.ofSource(answers.lake().type(current)));
    try {
      return switch (expectation.kind()) {
        case UNIQUE, REFERENCES, SQL -> counted(sql);
        case ROW_COUNT, MEAN, SUM, FRESH -> measured(sql);
      };
    } catch (QueryException e) {
      return Judgement.unanswered(table.name(), expectation, e.getMessage());
    }
  }

  private Judgement counted(TableSql sql) {
    Map<String, @Nullable Object> counts = answers.row(sql.counts());
    long unmet = Answers.number(counts, "unmet");
    return Judgement.counted(
        sql.table().name(),
        sql.expectation(),
        Answers.number(counts, "judged"),
        unmet,
        unmet == 0 || examples == 0 ? List.of() : examples(sql));
  }

  private List<Map<String, @Nullable Object>> examples(TableSql sql) {
    try {
      return answers.rows(sql.examples(examples), examples);
    } catch (QueryException e) {
      if (sql.expectation().kind() == Kind.SQL) {
        // Of a predicate with aggregates no row is an example.
        return List.of();
      }
      throw e;
    }
  }

  private Judgement measured(TableSql sql) {
    Object found = answers.row(sql.measure()).get("found");
    TableExpectation expectation = sql.expectation();
    if (expectation.kind() == Kind.FRESH) {
      return found == null
          ? Judgement.measured(sql.table().name(), expectation, false, "no row")
          : Judgement.measured(
              sql.table().name(), expectation, isFresh(expectation, found), found.toString());
    }
    return found == null
        ? Judgement.measured(sql.table().name(), expectation, true, "no value")
        : Judgement.measured(
            sql.table().name(), expectation, isWithin(expectation, found), found.toString());
  }

  private boolean isFresh(TableExpectation expectation, Object found) {
    return !instant(found.toString()).isBefore(now.minus(expectation.longest()));
  }

  /** A time without a zone is one of UTC, a date its first moment. */
  private static Instant instant(String text) {
    if (!text.contains("T")) {
      return LocalDate.parse(text).atStartOfDay().toInstant(UTC);
    }
    return text.endsWith("Z") ? Instant.parse(text) : LocalDateTime.parse(text).toInstant(UTC);
  }

  /** NaN and infinities are within nothing. */
  private static boolean isWithin(TableExpectation expectation, Object found) {
    if (found instanceof Double number && !Double.isFinite(number)) {
      return false;
    }
    return expectation.isWithin(new BigDecimal(found.toString()));
  }
}

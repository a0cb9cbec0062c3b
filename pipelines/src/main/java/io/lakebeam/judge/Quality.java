package io.lakebeam.judge;

import io.lakebeam.definition.Project;
import io.lakebeam.definition.TableDefinition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What a project's tables expect, asked of what the lake has now.
 *
 * <pre>{@code
 * List<Judgement> judgements = Quality.of(project, Instant.now()).only(Set.of("customer")).ask();
 * QualityRuns.keep(lake, run, judgements);
 * }</pre>
 *
 * <p>What is of whole tables is asked by SQL over silver. What is of single rows was judged when
 * they were ingested: that is counted. Nothing is written.
 *
 * <p>Immutable.
 */
public final class Quality {
  private static final int EXAMPLES = 5;

  private final Project project;
  private final Instant now;
  private final Set<String> tables;
  private final int examples;

  private Quality(Project project, Instant now, Set<String> tables, int examples) {
    this.project = project;
    this.now = now;
    this.tables = Set.copyOf(tables);
    this.examples = examples;
  }

  /** Of all tables of the project, at that time. */
  public static Quality of(Project project, Instant now) {
    return new Quality(project, now, project.tables().keySet(), 0);
  }

  /** Of these tables alone, named as in the project. */
  public Quality only(Set<String> wanted) {
    return new Quality(project, now, wanted, examples);
  }

  /** With some rows that do not meet each, without masked columns. */
  public Quality withExamples() {
    return new Quality(project, now, tables, EXAMPLES);
  }

  /** Whether any table of the project expects anything. */
  public static boolean isDeclared(Project project) {
    return project.tables().values().stream().anyMatch(table -> !table.expect().isEmpty());
  }

  /** Asks each expectation, table by table; the rows' come first. */
  public List<Judgement> ask() {
    List<Judgement> judgements = new ArrayList<>();
    try (Answers answers = Answers.of(project.lake().open())) {
      RowTallies rows = new RowTallies(project, answers, examples);
      TableQuestions whole = new TableQuestions(project, answers, now, examples);
      for (TableDefinition table : project.tables().values()) {
        if (tables.contains(table.name())) {
          judgements.addAll(rows.of(table));
          table.expectOfTable().forEach(one -> judgements.add(whole.ask(table, one)));
        }
      }
    }
    return judgements;
  }
}

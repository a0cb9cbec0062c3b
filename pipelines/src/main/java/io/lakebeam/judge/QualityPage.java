package io.lakebeam.judge;

import static java.nio.charset.StandardCharsets.UTF_8;

import freemarker.template.Configuration;
import freemarker.template.TemplateException;
import freemarker.template.TemplateExceptionHandler;
import io.lakebeam.judge.QualityRuns.Result;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * What came of a project's expectations as a page for people: one file of HTML that asks for no
 * other, with counts, examples, and how each came out in the runs that are kept.
 *
 * <pre>{@code
 * QualityPage.of("shop", run, judgements, QualityRuns.latest(lake)).write(Path.of("quality.html"));
 * }</pre>
 *
 * <p>Every text of the data and of the project is escaped by the template's engine.
 *
 * @param project its name
 * @param run when it was asked
 * @param judgements what came of it, with examples
 * @param kept the runs that are kept, the oldest first
 */
public record QualityPage(
    String project, Instant run, List<Judgement> judgements, List<Result> kept) {
  private static final Configuration TEMPLATES = templates();

  public QualityPage {
    judgements = List.copyOf(judgements);
    kept = List.copyOf(kept);
  }

  /** Of a run. */
  public static QualityPage of(
      String project, Instant run, List<Judgement> judgements, List<Result> kept) {
    return new QualityPage(project, run, judgements, kept);
  }

  private static Configuration templates() {
    Configuration configuration = new Configuration(Configuration.VERSION_2_3_34);
    configuration.setClassForTemplateLoading(QualityPage.class, "");
    configuration.setDefaultEncoding(UTF_8.name());
    configuration.setTemplateExceptionHandler(TemplateExceptionHandler.RETHROW_HANDLER);
    configuration.setLogTemplateExceptions(false);
    return configuration;
  }

  /** Writes it, whole or not at all; a page that is there is replaced. */
  public void write(Path file) throws IOException {
    Path whole = file.toAbsolutePath();
    Files.createDirectories(whole.getParent());
    Path unfinished = Files.createTempFile(whole.getParent(), ".quality-", ".html");
    try {
      Files.writeString(unfinished, html());
      Files.move(unfinished, whole, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(unfinished);
    }
  }

  /** The page. */
  String html() throws IOException {
    StringWriter page = new StringWriter();
    try {
      TEMPLATES.getTemplate("quality.ftlh").process(model(), page);
    } catch (TemplateException e) {
      throw new IOException("the page of project '%s' could not be made".formatted(project), e);
    }
    return page.toString();
  }

  private Map<String, Object> model() {
    Map<String, List<Map<String, Object>>> tables = new LinkedHashMap<>();
    for (Judgement judgement : judgements) {
      tables.computeIfAbsent(judgement.table(), table -> new ArrayList<>()).add(row(judgement));
    }
    Map<String, Object> model = new LinkedHashMap<>();
    model.put("project", project);
    model.put("run", run.truncatedTo(ChronoUnit.SECONDS).toString());
    model.put("asked", judgements.size());
    model.put("unmet", judgements.stream().filter(one -> !one.isMet()).count());
    model.put("failed", judgements.stream().filter(one -> !one.passes()).count());
    model.put("tables", tables);
    return model;
  }

  private Map<String, Object> row(Judgement judgement) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("expectation", judgement.expected().name());
    row.put("severity", judgement.expected().severity().key());
    row.put("judged", "%,d".formatted(judgement.judged()));
    row.put("unmet", "%,d".formatted(judgement.unmet()));
    row.put("isMet", judgement.isMet());
    row.put("passes", judgement.passes());
    row.put("found", judgement.found() == null ? "" : judgement.words());
    List<Result> runs =
        kept.stream()
            .filter(
                result ->
                    result.table().equals(judgement.table())
                        && result.expectation().equals(judgement.expected().name()))
            .toList();
    if (!runs.isEmpty()) {
      row.put("trend", trend(Trend.of(runs)));
    }
    row.put("columns", columns(judgement));
    row.put("examples", judgement.examples().stream().map(one -> cells(judgement, one)).toList());
    return row;
  }

  private static Map<String, Object> trend(Trend trend) {
    return Map.of(
        "points", trend.points(),
        "x", trend.lastX(),
        "y", trend.lastY(),
        "words", trend.words(),
        "width", Integer.toString(Trend.WIDTH),
        "height", Integer.toString(Trend.HEIGHT));
  }

  private static List<String> columns(Judgement judgement) {
    Set<String> columns =
        judgement.examples().stream()
            .flatMap(example -> example.keySet().stream())
            .collect(Collectors.toCollection(LinkedHashSet::new));
    return List.copyOf(columns);
  }

  private static List<String> cells(Judgement judgement, Map<String, @Nullable Object> example) {
    return columns(judgement).stream()
        .map(column -> example.get(column) == null ? "" : example.get(column).toString())
        .toList();
  }
}

package io.lakebeam.doctor;

import io.lakebeam.definition.Project;
import io.lakebeam.definition.SourceDefinition;
import io.lakebeam.definition.TableDefinition;
import io.lakebeam.ingest.Gap;
import io.lakebeam.ingest.MatchedTables;
import io.lakebeam.lake.Lake;
import io.lakebeam.lake.Positions;
import io.lakebeam.lake.SourceEpochs;
import io.lakebeam.lake.SourceLife;
import io.lakebeam.lake.TableCaptures;
import io.lakebeam.lake.TableCaptures.Capture;
import io.lakebeam.source.DebeziumConnector;
import io.lakebeam.source.PostgresCatalog;
import io.lakebeam.source.SourceException;
import io.lakebeam.source.SourceTable;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** All checks of one source; each learns what the ones before have found. */
final class SourceChecks {
  private final Project project;
  private final SourceDefinition source;
  private final Lake lake;
  private final Examination examination;
  private final List<TableDefinition> wanted;
  private final List<SourceTable> tables = new ArrayList<>();
  private final Map<String, Long> positions = new HashMap<>();
  private final Map<String, Capture> captures = new HashMap<>();
  private boolean isRefused;

  /** Empty where the lake has nothing of the source, or cannot be read, which is a finding. */
  private Optional<SourceLife> life = Optional.empty();

  SourceChecks(Project project, SourceDefinition source, Lake lake) {
    this.project = project;
    this.source = source;
    this.lake = lake;
    this.examination = new Examination(source.name());
    this.wanted =
        project.tables().values().stream()
            .filter(table -> table.sourceName().equals(source.name()))
            .collect(Collectors.toCollection(ArrayList::new));
  }

  List<Finding> run() {
    examination.run("lake", "check the project's lake, and that it can be reached", this::lake);
    examination.run(
        "source",
        "check the source's url, user and password, and the server's pg_hba.conf",
        this::database);
    examination.run(
        "kafka connect",
        "check the source's connect, and that its worker runs",
        () -> new ConnectChecks(source, connector(), examination).run());
    examination.run(
        "kafka",
        "check the source's kafka, and that its brokers run",
        () ->
            new KafkaChecks(source, examination)
                .run(tables.stream().map(connector()::topic).toList(), positions));
    if (tables.size() == wanted.size() && !isRefused) {
      examination.run("capture", "mend what is named above", this::capture);
    }
    return examination.findings();
  }

  private void lake() {
    positions.putAll(Positions.known(lake));
    captures.putAll(TableCaptures.known(lake, source.name()));
    life = SourceEpochs.known(lake, source.name()).stream().reduce((one, next) -> next);
    examination.ok("lake", "%s: %d tables".formatted(lake.warehouse(), lake.tables().size()));
  }

  private void database() throws Exception {
    try (Connection connection =
            DriverManager.getConnection(source.url(), source.user(), source.password().reveal());
        PostgresCatalog catalog =
            PostgresCatalog.connect(source.url(), source.user(), source.password().reveal())) {
      examination.ok("source", "%s as %s".formatted(source.url(), source.user()));
      String slot = connector().slot();
      boolean hasSlot = catalog.slot(slot).isPresent();
      examination.run("server", "", () -> new ServerChecks(connection, examination).run(hasSlot));
      TableChecks checks = new TableChecks(connection, catalog, examination);
      MatchedTables matched = MatchedTables.of(project, source, catalog);
      matched.problems().forEach(this::refused);
      wanted.addAll(matched.tables());
      for (TableDefinition table : wanted) {
        String check = "table %s.%s".formatted(table.schemaName(), table.tableName());
        examination.run(
            check,
            "",
            () -> {
              SourceTable described = checks.describe(table);
              tables.add(described);
              checks.run(described, !hasSlot);
              joining(table, described, hasSlot);
            });
      }
      if (!tables.isEmpty()) {
        examination.run(
            "publication",
            "",
            () -> new PublicationCheck(connection, examination, connector()).run());
      }
      examination.run(
          "slot",
          "",
          () ->
              new SlotChecks(catalog, examination)
                  .run(slot, ConnectChecks.restart(source, connector())));
    }
  }

  private void refused(MatchedTables.Problem problem) {
    isRefused = true;
    examination.run(
        problem.of(),
        "",
        () -> {
          throw new SourceException(problem.message());
        });
  }

  /** A table that came to the source after its capture had begun. */
  private void joining(TableDefinition table, SourceTable described, boolean hasBegun) {
    Capture capture = captures.get(table.name());
    boolean isWhole = capture != null && capture.isWhole() && capture.oid() == described.oid();
    if (hasBegun && life.isPresent() && !isWhole) {
      examination.warn(
          "table " + described.qualifiedName(),
          "the lake does not have the rows that it had before it was captured",
          "lakebeam ingest");
    }
  }

  private void capture() {
    Project whole =
        project.withTables(
            wanted.stream().filter(table -> !project.tables().containsKey(table.name())).toList());
    Optional<String> gap = Gap.find(whole, source, lake).map(Gap::loss);
    if (gap.isPresent()) {
      examination.bad("capture", gap.get(), "lakebeam heal");
    } else if (life.filter(known -> !known.isWhole()).isPresent()) {
      examination.bad("capture", "a healing has begun and did not end", "lakebeam heal");
    } else {
      examination.ok("capture", "nothing is lost to this lake");
    }
  }

  private DebeziumConnector connector() {
    return new DebeziumConnector(
        project.name(), source.name(), life.map(SourceLife::capture).orElse(1), tables);
  }
}

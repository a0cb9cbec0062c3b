package io.lakebeam.doctor;

import io.lakebeam.definition.SourceDefinition;
import io.lakebeam.source.ConnectCluster;
import io.lakebeam.source.ConnectorState;
import io.lakebeam.source.DebeziumConnector;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Kafka Connect, the source's connector in it, and what it is told of the password. */
final class ConnectChecks {
  private final SourceDefinition source;
  private final DebeziumConnector connector;
  private final Examination examination;

  ConnectChecks(SourceDefinition source, DebeziumConnector connector, Examination examination) {
    this.source = source;
    this.connector = connector;
    this.examination = examination;
  }

  /** What starts the connector again. */
  static String restart(SourceDefinition source, DebeziumConnector connector) {
    return "curl -X POST '%s/connectors/%s/restart?includeTasks=true'"
        .formatted(source.connect(), connector.name());
  }

  void run() {
    ConnectCluster connect = ConnectCluster.at(source.connect());
    state(connect.state(connector.name()));
    if (!connector.tables().isEmpty()) {
      Map<String, String> config =
          connector.config(source.url(), source.user(), source.connectorPassword().reveal());
      List<String> problems = connect.problems(connector.name(), config);
      problems.forEach(
          problem -> examination.bad("connector's configuration", problem, "mend what it names"));
      if (problems.isEmpty()) {
        examination.ok("connector's configuration", "Connect takes it, and reaches the source");
        exactlyOnce(connect, config);
      }
    }
    password();
  }

  private void state(Optional<ConnectorState> state) {
    String check = "connector " + connector.name();
    if (state.isEmpty()) {
      examination.ok(check, "is not in Connect; ingest deploys it");
    } else if (state.get().hasFailed()) {
      examination.bad(check, "has failed: " + state.get().cause(), restart(source, connector));
    } else if (state.get().isRunning()) {
      examination.ok(check, "runs");
    } else {
      examination.warn(
          check,
          "is " + state.get().state(),
          "curl -X PUT '%s/connectors/%s/resume'".formatted(source.connect(), connector.name()));
    }
  }

  /**
   * Without it a kill soon after the first snapshot makes the connector take another one: a gap.
   */
  private void exactlyOnce(ConnectCluster connect, Map<String, String> config) {
    String check = "exactly once into Kafka";
    Map<String, String> strict = new TreeMap<>(config);
    strict.put("exactly.once.support", "required");
    List<String> problems = connect.problems(connector.name(), strict);
    if (problems.isEmpty()) {
      examination.ok(check, "Connect takes a connector that requires it");
    } else {
      examination.warn(
          check,
          "Connect does not give it; killed after a snapshot and before it has stored an offset, it takes another one, which is a gap that ends the ingest until lakebeam heal: "
              + String.join("; ", problems),
          "exactly.once.source.support=enabled for every worker of the cluster");
    }
  }

  private void password() {
    if (source.passwordReference().isPresent()) {
      examination.ok("password in Connect", "by reference: " + source.passwordReference().get());
    } else {
      examination.warn(
          "password in Connect",
          "stands in the connector's configuration, which Connect keeps and shows",
          "give Connect's worker a config provider, and the source a password-reference: PROVIDER:PATH:KEY");
    }
  }
}

package io.lakebeam.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.lakebeam.definition.Project;
import io.lakebeam.definition.TableDefinition;
import io.lakebeam.doctor.Doctor;
import io.lakebeam.doctor.Finding;
import io.lakebeam.doctor.Finding.Verdict;
import io.lakebeam.local.LocalServers;
import io.lakebeam.reconcile.Reconcile;
import io.lakebeam.reconcile.ReconciledTable;
import io.lakebeam.runner.RunnerName;
import io.lakebeam.source.ConnectCluster;
import io.lakebeam.source.SourceException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A source that is not as it should be, and what is said and done about it. */
class SourceCareIT {
  private static final Duration A_WHILE = Duration.ofSeconds(60);
  private static final String CANARY = "canary-5e1f";
  private static final TableDefinition CUSTOMER = table("customer", "id");
  private static final TableDefinition LINE = table("line", "order_id", "line");

  @TempDir private static Path folder;
  private static LocalServers servers;

  @BeforeAll
  static void startServers() {
    servers = LocalServers.builder(folder.resolve("servers")).start();
  }

  @AfterAll
  static void stopServers() {
    servers.close();
  }

  @ParameterizedTest
  @EnumSource(RunnerName.class)
  void aLostSlotIsReportedAndHealed(RunnerName runner) throws Exception {
    try (SourceUnderTest source = SourceUnderTest.connect(servers)) {
      String name = "healed-" + (runner == RunnerName.DIRECT ? "direct" : "flink");
      LakeUnderTest lake = new LakeUnderTest(folder.resolve(name));
      Project project = source.project(name, lake.lake(), CUSTOMER, LINE);
      ConnectorUnderTest connector = new ConnectorUnderTest(servers, name + ".shop");
      fill(source, project, runner);
      source.execute("UPDATE customer SET name = 'not read yet' WHERE id = 3");
      connector.awaitConfirmed(source);
      connector.stop(source);
      connector.dropSlot(source);
      source.execute("UPDATE customer SET name = 'unseen' WHERE id = 1");
      source.execute("DELETE FROM customer WHERE id IN (2, 3)");
      source.insertCustomers(100, 101);
      source.execute("DELETE FROM line");

      assertThatThrownBy(() -> Ingest.start(project, runner).close())
          .isInstanceOf(SourceException.class)
          .hasMessageMatching(
              "source shop: its slot lakebeam_healed_\\S+ is gone; lost to this lake: what was"
                  + " committed after 0/\\w+, where its reader was, up to 0/\\w+, where the log ends"
                  + " now, of public.customer, public.line; mend it: lakebeam heal");
      assertThatThrownBy(() -> Heal.run(project, runner, Duration.ofMillis(300)))
          .hasMessageContaining("waited 0 s for");
      assertThatThrownBy(() -> Ingest.start(project, runner).close())
          .isInstanceOf(SourceException.class)
          .hasMessageContaining("it is being healed");

      assertThat(Heal.run(project, runner, A_WHILE))
          .containsEntry("shop", "source shop: an earlier run did not end");

      assertEqual(project);
      assertThat(lake.keys("line")).isEmpty();
      assertThat(lake.foldedHistory("customer")).isEqualTo(lake.keys("customer"));
      assertThat(lake.names("customer")).contains("3|not read yet", "1|unseen");
      assertThat(lake.tombstones("customer")).containsExactly("2", "3");
      assertThat(Rebuild.of(project, runner).compare().tables())
          .hasSize(4)
          .allMatch(RebuiltTable::isEqual);
      assertThat(Heal.run(project, runner, A_WHILE)).isEmpty();
      assertGoesOn(source, project, runner);
    }
  }

  @Test
  void aConnectorThatHasFailedIsStartedAgainAndNothingIsLost() throws Exception {
    try (SourceUnderTest source = SourceUnderTest.connect(servers);
        Admin admin = Admin.create(Map.of("bootstrap.servers", servers.bootstrapServers()))) {
      LakeUnderTest lake = new LakeUnderTest(folder.resolve("failed"));
      Project project = source.project("failed", lake.lake(), CUSTOMER, LINE);
      ConnectCluster connect = ConnectCluster.at(servers.connectUrl());
      fill(source, project, RunnerName.DIRECT);
      try (Ingest ingest = Ingest.start(project, RunnerName.DIRECT)) {
        ingest.awaitCaughtUp(A_WHILE);
        allow(admin, "failed.shop.public.customer", 600);
        source.execute("UPDATE customer SET name = repeat('x', 5000) WHERE id = 7");
        await().atMost(A_WHILE).until(() -> connect.state("failed.shop").orElseThrow().hasFailed());
        source.execute("UPDATE customer SET name = 'later' WHERE id = 8");

        allow(admin, "failed.shop.public.customer", 1_000_000);

        String large = "7|" + "x".repeat(5000);
        await()
            .atMost(A_WHILE)
            .untilAsserted(() -> assertThat(lake.names("customer")).contains(large, "8|later"));
      }
      assertEqual(project);
    }
  }

  /** How large an event may be. */
  private static void allow(Admin admin, String topic, int bytes) throws Exception {
    admin
        .incrementalAlterConfigs(
            Map.of(
                new ConfigResource(ConfigResource.Type.TOPIC, topic),
                List.of(
                    new AlterConfigOp(
                        new ConfigEntry("max.message.bytes", Integer.toString(bytes)),
                        AlterConfigOp.OpType.SET))))
        .all()
        .get();
  }

  private static void fill(SourceUnderTest source, Project project, RunnerName runner)
      throws Exception {
    source.makeTables();
    source.insertCustomers(1, 20);
    source.insertLines(1, 9);
    try (Ingest ingest = Ingest.start(project, runner)) {
      ingest.awaitCaughtUp(A_WHILE);
    }
  }

  private static void assertGoesOn(SourceUnderTest source, Project project, RunnerName runner)
      throws Exception {
    source.insertCustomers(2, 2);
    source.execute("DELETE FROM customer WHERE id = 100");
    try (Ingest ingest = Ingest.start(project, runner)) {
      ingest.awaitCaughtUp(A_WHILE);
    }
    assertEqual(project);
  }

  private static void assertEqual(Project project) {
    assertThat(Reconcile.of(project).run()).hasSize(2).allMatch(ReconciledTable::isEqual);
  }

  @Test
  void aSlotThatWasMadeAnewIsNotTakenForTheOldOne() throws Exception {
    try (SourceUnderTest source = SourceUnderTest.connect(servers)) {
      LakeUnderTest lake = new LakeUnderTest(folder.resolve("lake-anew"));
      Project project = source.project("anew", lake.lake(), CUSTOMER, LINE);
      ConnectorUnderTest connector = new ConnectorUnderTest(servers, "anew.shop");
      fill(source, project, RunnerName.DIRECT);
      source.execute("CREATE TABLE noise AS SELECT n FROM generate_series(1, 10000) n");
      connector.awaitConfirmed(source);
      connector.stop(source);
      connector.dropSlot(source);
      source.execute("DELETE FROM customer WHERE id = 2");
      connector.makeSlot(source);

      assertThatThrownBy(() -> Ingest.start(project, RunnerName.DIRECT).close())
          .isInstanceOf(SourceException.class)
          .hasMessageMatching("source shop: its slot lakebeam_anew_\\S+ was made anew; lost to .*");

      assertThat(Heal.run(project, RunnerName.DIRECT, A_WHILE)).containsOnlyKeys("shop");
      assertEqual(project);
    }
  }

  @Test
  void anIngestEndsWithTheGapWhenPostgresHasRemovedLogThatItsSlotNeeds() throws Exception {
    try (SourceUnderTest source = SourceUnderTest.connect(servers)) {
      LakeUnderTest lake = new LakeUnderTest(folder.resolve("lake-removed"));
      Project project = source.project("removed", lake.lake(), CUSTOMER, LINE);
      ConnectorUnderTest connector = new ConnectorUnderTest(servers, "removed.shop");
      fill(source, project, RunnerName.DIRECT);
      try (Ingest ingest = Ingest.start(project, RunnerName.DIRECT);
          LimitedLog limited = LimitedLog.of(source)) {
        await().atMost(A_WHILE).until(() -> isTold("removed", "Active"));
        connector.stop(source);
        limited.exceed();

        await().atMost(A_WHILE).until(() -> ingest.failure().isPresent());
        assertThat(ingest.failure())
            .get()
            .extracting(Throwable::getMessage)
            .asString()
            .contains("PostgreSQL has removed log that its slot lakebeam_removed_shop_")
            .endsWith("of public.customer, public.line; mend it: lakebeam heal");
      }
      assertThat(bad(project)).containsExactly("slot", "capture");
      assertThat(Heal.run(project, RunnerName.DIRECT, A_WHILE)).containsOnlyKeys("shop");
      assertThat(bad(project)).isEmpty();
    }
  }

  @Test
  void recordsThatKafkaRemovedBeforeTheLakeHadThemAreAGap() throws Exception {
    try (SourceUnderTest source = SourceUnderTest.connect(servers)) {
      LakeUnderTest lake = new LakeUnderTest(folder.resolve("lake-retention"));
      Project project = source.project("retention", lake.lake(), CUSTOMER, LINE);
      fill(source, project, RunnerName.DIRECT);
      source.execute("DELETE FROM customer WHERE id = 2");
      source.insertCustomers(200, 205);
      new ConnectorUnderTest(servers, "retention.shop").awaitConfirmed(source);
      try (Admin kafka = Admin.create(Map.of("bootstrap.servers", servers.bootstrapServers()))) {
        TopicPartition partition = new TopicPartition("retention.shop.public.customer", 0);
        kafka.deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(-1))).all().get();
      }

      assertThatThrownBy(() -> Ingest.start(project, RunnerName.DIRECT).close())
          .isInstanceOf(SourceException.class)
          .hasMessageMatching(
              "source shop: topic partition retention\\.shop\\.public\\.customer-0: the lake is at"
                  + " offset \\d+, the topic holds \\d+ to \\d+; lost to this lake: the changes"
                  + " between them, of public\\.customer; mend it: lakebeam heal");

      assertThat(Heal.run(project, RunnerName.DIRECT, A_WHILE)).containsOnlyKeys("shop");
      assertEqual(project);
      assertThat(lake.tombstones("customer")).containsExactly("2");
    }
  }

  @Test
  void aSnapshotThatTheConnectorTookAgainAfterItHadStreamedIsAGap() throws Exception {
    try (SourceUnderTest source = SourceUnderTest.connect(servers)) {
      LakeUnderTest lake = new LakeUnderTest(folder.resolve("lake-repeated"));
      Project project = source.project("repeated", lake.lake(), CUSTOMER, LINE);
      ConnectorUnderTest connector = new ConnectorUnderTest(servers, "repeated.shop");
      fill(source, project, RunnerName.DIRECT);
      try (Ingest ingest = Ingest.start(project, RunnerName.DIRECT)) {
        source.execute("UPDATE customer SET name = 'streamed' WHERE id < 3");
        ingest.awaitCaughtUp(A_WHILE);
        connector.stop(source);
        connector.forgetOffsets();
        source.execute("UPDATE customer SET name = 'unseen' WHERE id = 1");
        source.execute("DELETE FROM customer WHERE id = 2");
        connector.resume();

        await().atMost(A_WHILE).until(() -> ingest.failure().isPresent());
        assertThat(ingest.failure())
            .get()
            .extracting(Throwable::getMessage)
            .asString()
            .matches(
                "source shop: connector repeated\\.shop took its snapshot again after it had"
                    + " streamed, since .*; lost to this lake: changes that were committed between,"
                    + " up to 0/\\w+, where that snapshot was taken, of public\\.customer; mend it:"
                    + " lakebeam heal");
      }
      assertThatThrownBy(() -> Ingest.start(project, RunnerName.DIRECT).close())
          .isInstanceOf(SourceException.class)
          .hasMessageContaining("took its snapshot again");
      assertThat(bad(project)).containsExactly("capture");

      assertThat(Heal.run(project, RunnerName.DIRECT, A_WHILE)).containsOnlyKeys("shop");
      assertEqual(project);
      assertThat(lake.names("customer")).contains("1|unseen");
      assertThat(lake.foldedHistory("customer")).isEqualTo(lake.keys("customer"));
      assertThat(Heal.run(project, RunnerName.DIRECT, A_WHILE)).isEmpty();
      assertGoesOn(source, project, RunnerName.DIRECT);
    }
  }

  @Test
  void theDoctorTellsAllThatIsWrongAndEachMendMends() throws Exception {
    try (SourceUnderTest source = SourceUnderTest.connect(servers)) {
      LakeUnderTest lake = new LakeUnderTest(folder.resolve("lake-doctor"));
      source.makeTables();
      source.execute("CREATE ROLE reader LOGIN PASSWORD '%s'".formatted(CANARY));
      source.execute("ALTER TABLE line REPLICA IDENTITY NOTHING");
      Project project = source.project("doctor", "reader", CANARY, lake.lake(), CUSTOMER, LINE);

      assertThat(bad(project))
          .containsExactlyInAnyOrder(
              "role", "table public.customer", "table public.line", "publication");
      for (int round = 0; round < 2; round++) {
        for (Finding finding : Doctor.of(project).examine()) {
          if (finding.verdict() == Verdict.BAD) {
            source.execute(finding.mend());
          }
        }
      }

      assertThat(bad(project)).isEmpty();
      source.insertCustomers(1, 5);
      try (Ingest ingest = Ingest.start(project, RunnerName.DIRECT)) {
        ingest.awaitCaughtUp(A_WHILE);
      }
      assertEqual(project);
    }
  }

  /** What JMX tells of the project's slot; false where nothing yet. */
  private static boolean isTold(String project, String attribute) throws Exception {
    MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    String pattern = "io.lakebeam:type=Slot,source=\"shop\",slot=\"lakebeam_%s_*\"";
    for (ObjectName slot : server.queryNames(new ObjectName(pattern.formatted(project)), null)) {
      assertThat((long) server.getAttribute(slot, "BehindBytes")).isNotNegative();
      assertThat((long) server.getAttribute(slot, "SafeBytes")).isGreaterThanOrEqualTo(-1);
      return (boolean) server.getAttribute(slot, attribute);
    }
    return false;
  }

  /** The checks that are bad; none of what is found shows a password. */
  private static List<String> bad(Project project) {
    List<Finding> findings = Doctor.of(project).examine();
    assertThat(findings.toString()).doesNotContain(CANARY, servers.postgresPassword());
    return findings.stream()
        .filter(finding -> finding.verdict() == Verdict.BAD)
        .map(Finding::check)
        .toList();
  }

  private static TableDefinition table(String name, String... key) {
    return new TableDefinition(name, "shop.public." + name, List.of(key), "updated_at");
  }
}

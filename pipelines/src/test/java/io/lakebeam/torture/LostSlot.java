package io.lakebeam.torture;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakebeam.contract.PythonReader;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * What may come after a run: the connector's slot is dropped and the source changes. The ingest
 * must refuse to go on as if nothing had happened; {@code heal} brings the lake to the source
 * again.
 */
final class LostSlot {
  private static final int ROWS = 50;

  private LostSlot() {}

  /**
   * Loses the slot, heals, lets the ingest go on.
   *
   * @param ingest of a run that has ended
   * @param evidence what that run left
   * @param log what is told while it runs
   * @return what is wrong in the end
   */
  static List<String> heal(
      TortureServers servers,
      TortureSource source,
      TortureIngest ingest,
      Torture.Evidence evidence,
      PythonReader reader,
      Consumer<String> log)
      throws Exception {
    dropSlot(source);
    change(source);
    String refused = ingest.runToEnd("ingest", "--continuous");
    assertThat(refused).contains("lost to this lake", "mend it: lakebeam heal");
    log.accept("slot dropped: " + refused.strip());
    assertThat(ingest.runToEnd("heal")).contains("its slot").doesNotContain("lakebeam: ");
    source.copySlim(ROWS, -1);
    ingest.start();
    LakeProgress progress =
        new LakeProgress(servers, source, ingest.connector() + "-2", ingest.warehouse());
    Torture.drain(source, progress, ingest);
    ingest.stop();
    servers.removeConnector(ingest.connector() + "-2");
    TortureSource.Cut end = source.cut();
    LakeFiles files = LakeFiles.read(reader, ingest.warehouse(), LakeRows.tables());
    List<String> findings = new ArrayList<>();
    for (TortureTable table : TortureTable.values()) {
      TableOracle oracle = new TableOracle(table, evidence, files);
      oracle.judgeEnd(end);
      findings.addAll(oracle.findings());
    }
    return findings;
  }

  /** A connector that was removed lets go of it a little later. */
  private static void dropSlot(TortureSource source) throws Exception {
    String slot =
        "FROM pg_replication_slots WHERE slot_name LIKE 'lakebeam_%s%%'".formatted(source.schema());
    Torture.await(() -> source.single("SELECT bool_and(NOT active) " + slot).equals("t"), slot);
    source.execute("SELECT pg_drop_replication_slot(slot_name) " + slot);
  }

  private static void change(TortureSource source) throws Exception {
    for (TortureTable table : TortureTable.values()) {
      String name = source.name(table);
      String some = "(SELECT ctid FROM %s ORDER BY random() LIMIT %d)".formatted(name, ROWS);
      source.execute("DELETE FROM %s WHERE ctid IN %s".formatted(name, some));
      source.execute("UPDATE %s SET changed_at = now() WHERE ctid IN %s".formatted(name, some));
    }
    source.copySlim(ROWS, 0);
  }
}

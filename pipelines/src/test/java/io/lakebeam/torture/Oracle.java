package io.lakebeam.torture;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakebeam.contract.PythonReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * Compares a lake with what a witness saw of its source.
 *
 * <pre>{@code
 * Oracle.judge(reader, evidence.warehouse(), evidence, seed).requireGreen();
 * }</pre>
 *
 * @param findings what is wrong, each naming the table, the check and the first rows
 * @param counts what was compared
 */
record Oracle(List<String> findings, Map<String, Long> counts) {
  private static final int SHOWN = 20;

  /**
   * Reads the lake, to which nobody may write meanwhile, and checks it.
   *
   * @param warehouse the lake: that of the evidence, or a copy
   * @param seed chooses the commits that are looked at
   */
  static Oracle judge(PythonReader reader, Path warehouse, Torture.Evidence evidence, long seed)
      throws Exception {
    LakeFiles files = LakeFiles.read(reader, warehouse, LakeRows.tables());
    SplittableRandom random = new SplittableRandom(seed);
    List<String> findings = new ArrayList<>();
    Map<String, Long> counts = new TreeMap<>();
    for (TortureTable table : TortureTable.values()) {
      TableOracle oracle = new TableOracle(table, evidence.committed(), files);
      oracle.judge(evidence.cuts(), random);
      findings.addAll(oracle.findings());
      oracle.counts().forEach((name, count) -> counts.merge(name, count, Long::sum));
    }
    counts.put("transactions", (long) evidence.committed().size());
    return new Oracle(findings, counts);
  }

  void requireGreen() {
    assertThat(findings.size())
        .as("%d findings:%n%s", findings.size(), String.join("\n", first()))
        .isZero();
  }

  private List<String> first() {
    return findings.subList(0, Math.min(SHOWN, findings.size()));
  }
}

package io.lakebeam.torture;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakebeam.contract.PythonReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
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
      TableOracle oracle = new TableOracle(table, evidence, files);
      oracle.judge(evidence.cuts(), random);
      findings.addAll(oracle.findings());
      oracle.counts().forEach((name, count) -> counts.merge(name, count, Long::sum));
    }
    findings.addAll(poison(files, evidence.poison()));
    counts.put("poison", (long) evidence.poison().size());
    counts.put("transactions", (long) evidence.committed().size());
    return new Oracle(findings, counts);
  }

  /** What is no event is a dead letter, byte by byte, at its position. */
  private static List<String> poison(LakeFiles files, Map<String, String> sent) {
    Map<String, Map<String, String>> expected = new HashMap<>();
    sent.forEach((position, value) -> expected.put(position, Map.of("value", value)));
    Map<String, Map<String, String>> found = new HashMap<>();
    for (Map<String, String> letter : LakeRows.letters(files)) {
      String position = LakeRows.position(letter);
      if (sent.containsKey(position)) {
        found.put(position, Map.of("value", letter.get("value")));
      }
    }
    return Differences.between(expected, found).stream()
        .map(text -> LakeRows.DEAD_LETTERS + " has not what is no event: " + text)
        .toList();
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

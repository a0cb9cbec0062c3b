package io.lakebeam.definition;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.nodes.Node;

/** What is wrong in one file, each with its line; and which path stands on which line. */
final class Findings {

  private record Finding(int line, Problem problem) {}

  private final String file;
  private final Map<String, Integer> lines = new HashMap<>();
  private final List<Finding> findings = new ArrayList<>();

  Findings(String file) {
    this.file = file;
  }

  static int lineOf(Node node) {
    return node.getStartMark().getLine() + 1;
  }

  void locate(String path, Node node) {
    lines.put(path, lineOf(node));
  }

  /** Adds a problem on the line of its path, or of the nearest definition around it. */
  void add(Problem problem) {
    findings.add(new Finding(lineOf(problem.path()), problem));
  }

  void add(String path, String message) {
    add(new Problem(path, message));
  }

  void add(Node node, String path, String message) {
    findings.add(new Finding(lineOf(node), new Problem(path, message)));
  }

  int count() {
    return findings.size();
  }

  void throwIfAny() {
    if (!findings.isEmpty()) {
      throw new ProjectFileException(
          findings.stream()
              .sorted(Comparator.comparingInt(Finding::line))
              .map(finding -> file + " line " + finding.line() + ": " + finding.problem())
              .toList());
    }
  }

  private int lineOf(String path) {
    String at = path;
    while (!lines.containsKey(at)) {
      int end = Math.max(at.lastIndexOf('.'), at.lastIndexOf('['));
      if (end < 0) {
        return 1;
      }
      at = at.substring(0, end);
    }
    return lines.get(at);
  }
}

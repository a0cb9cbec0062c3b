package io.lakebeam.bench.lake;

import io.lakebeam.bench.TextTable;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/** The runs of all sides, as medians side by side and as ratios to the peer. */
final class LakeReport {
  private static final String PEER = "flink_sql_iceberg";
  private static final String QUERY_SECONDS = "read_back_seconds.flink_sql";

  private final int events;
  private final Map<Side, List<Properties>> runs = new EnumMap<>(Side.class);

  LakeReport(int events) {
    this.events = events;
  }

  void add(Side side, Properties run) {
    runs.computeIfAbsent(side, s -> new ArrayList<>()).add(run);
  }

  /**
   * Checks that every run of every side left the same table.
   *
   * @param rowsLeft how many rows it must have
   * @throws IllegalStateException if one did not; the message names side, figure and values
   */
  void requireEqualTables(int rowsLeft) {
    Map<String, String> wanted = new TreeMap<>(Map.of("rows", Integer.toString(rowsLeft)));
    runs.forEach(
        (side, all) ->
            all.forEach(
                run ->
                    run.stringPropertyNames().stream()
                        .filter(name -> name.startsWith("sum.") || name.startsWith("rows"))
                        .forEach(name -> requireEqual(side, name, run, wanted))));
  }

  private static void requireEqual(
      Side side, String name, Properties run, Map<String, String> wanted) {
    String what = name.startsWith("rows") ? "rows" : name;
    String before = wanted.putIfAbsent(what, run.getProperty(name));
    if (before != null && !before.equals(run.getProperty(name))) {
      throw new IllegalStateException(
          "%s left another table: %s is %s, not %s"
              .formatted(side.title(), name, run.getProperty(name), before));
    }
  }

  /** The table for people. */
  String text() {
    TextTable table = new TextTable();
    List<String> header = new ArrayList<>(List.of("median of " + runsOfEach()));
    runs.keySet().forEach(side -> header.add(side.title()));
    boolean withPeer = runs.containsKey(Side.PEER);
    List<Side> ours = runs.keySet().stream().filter(side -> side != Side.PEER).toList();
    if (withPeer) {
      ours.forEach(side -> header.add(side.tables() + " / peer"));
    }
    table.row(header);
    for (Figure figure : Figure.values()) {
      List<String> row = new ArrayList<>(List.of(figure.title()));
      runs.forEach((side, all) -> row.add(figure.print(figure.median(all, events))));
      if (withPeer) {
        ours.forEach(side -> row.add(String.format(Locale.ROOT, "%.2f", ratio(figure, side))));
      }
      table.row(row);
    }
    return table + (withPeer ? goals(ours) : "");
  }

  private String goals(List<Side> ours) {
    StringBuilder text = new StringBuilder();
    if (ours.contains(Side.OURS)) {
      goal(text, "events/s, as a ratio to the peer", ratio(Figure.ITEMS_PER_S, Side.OURS), 1.5, 1);
      goal(text, "CPU seconds per event", ratio(Figure.CPU_SECONDS, Side.OURS), 0.8, -1);
      double seconds = Figure.READ_BACK_SECONDS.median(runs.get(Side.OURS), events);
      double fastest = Figure.READ_BACK_SECONDS.median(runs.get(Side.PEER), events);
      double query = Figure.median(runs.get(Side.PEER), QUERY_SECONDS);
      goal(text, "reading back, times as fast as Flink SQL's query", query / seconds, 5, 1);
      goal(text, "reading back, times as fast as Iceberg's reader alone", fastest / seconds, 5, 1);
    }
    return text.toString();
  }

  private static void goal(StringBuilder text, String what, double found, double goal, int better) {
    boolean reached = better > 0 ? found >= goal : found <= goal;
    text.append(
        String.format(
            Locale.ROOT,
            "%-8s %s: %.2f, goal %s %.1f%n",
            reached ? "reached" : "missed",
            what,
            found,
            better > 0 ? "at least" : "at most",
            goal));
  }

  /** The work {@code cdc}, and {@code cdc_full} for the full road, as JSON's objects. */
  Map<String, Object> json() {
    Map<String, Object> works = new LinkedHashMap<>();
    runs.keySet().stream()
        .filter(side -> side != Side.PEER)
        .forEach(side -> works.put(side == Side.OURS ? "cdc" : "cdc_full", work(side)));
    return Map.of("works", works);
  }

  private Map<String, Object> work(Side side) {
    Map<String, Object> work = new LinkedHashMap<>();
    work.put("ours", figures(side));
    Map<String, Double> ratios = new LinkedHashMap<>();
    if (runs.containsKey(Side.PEER)) {
      work.put("peers", Map.of(PEER, figures(Side.PEER)));
      for (Figure figure : Figure.values()) {
        ratios.put(PEER + "." + figure.key(), ratio(figure, side));
      }
    } else {
      work.put("peers", Map.of());
    }
    work.put("ratios", ratios);
    return work;
  }

  private Map<String, Double> figures(Side side) {
    Map<String, Double> figures = new LinkedHashMap<>();
    for (Figure figure : Figure.values()) {
      figures.put(figure.key(), figure.median(runs.get(side), events));
    }
    return figures;
  }

  private double ratio(Figure figure, Side side) {
    return figure.median(runs.get(side), events) / figure.median(runs.get(Side.PEER), events);
  }

  private String runsOfEach() {
    int count = runs.values().iterator().next().size();
    return count == 1 ? "1 run" : count + " runs";
  }
}

package io.lakebeam.bench.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class LakeReportTest {
  private static final int EVENTS = 1_000;

  @Test
  void comparesTheMediansOfTheRuns() {
    LakeReport report = new LakeReport(EVENTS);
    report.add(Side.OURS, run(1, 70));
    report.add(Side.OURS, run(100, 70));
    report.add(Side.OURS, run(2, 70));
    report.add(Side.PEER, run(4, 70));
    JsonNode cdc = new ObjectMapper().valueToTree(report.json()).at("/works/cdc");
    assertThat(cdc.at("/ours/items_per_s").asDouble()).isEqualTo(500);
    assertThat(cdc.at("/peers/flink_sql_iceberg/items_per_s").asDouble()).isEqualTo(250);
    assertThat(cdc.at("/ratios/flink_sql_iceberg.items_per_s").asDouble()).isEqualTo(2);
    assertThat(report.text()).contains("reached  events/s, as a ratio to the peer: 2.00");
  }

  @Test
  void saysWhichGoalIsMissed() {
    LakeReport report = new LakeReport(EVENTS);
    report.add(Side.OURS, run(4, 70));
    report.add(Side.PEER, run(4, 70));
    assertThat(report.text())
        .contains("missed   events/s, as a ratio to the peer: 1.00, goal at least 1.5");
  }

  @Test
  void comparesReadingBackWithBothReadersOfThePeer() {
    LakeReport report = new LakeReport(EVENTS);
    report.add(Side.OURS, run(1, 70));
    Properties peer = run(1, 70);
    peer.setProperty("read_back_seconds.flink_sql", "60");
    report.add(Side.PEER, peer);
    assertThat(report.text())
        .contains(
            "reached  reading back, times as fast as Flink SQL's query: 6.00, goal at least 5.0",
            "missed   reading back, times as fast as Iceberg's reader alone: 1.00");
  }

  @Test
  void refusesSidesThatLeftOtherTables() {
    LakeReport report = new LakeReport(EVENTS);
    report.add(Side.OURS, run(1, 70));
    report.add(Side.PEER, run(1, 69));
    assertThatThrownBy(() -> report.requireEqualTables(70))
        .hasMessage("Flink SQL, Iceberg left another table: rows is 69, not 70");
  }

  @Test
  void refusesAColumnThatDiffers() {
    LakeReport report = new LakeReport(EVENTS);
    report.add(Side.OURS, run(1, 70));
    Properties other = run(1, 70);
    other.setProperty("sum.id", "bb");
    report.add(Side.OURS_FULL, other);
    assertThatThrownBy(() -> report.requireEqualTables(70))
        .hasMessage("ours, full road left another table: sum.id is bb, not aa");
  }

  private static Properties run(double seconds, int rows) {
    Properties run = new Properties();
    for (Figure figure : Figure.values()) {
      run.setProperty(figure.key(), "10");
    }
    run.setProperty("seconds", Double.toString(seconds));
    run.setProperty("seconds_warm", Double.toString(seconds));
    run.setProperty("read_back_seconds.flink_sql", "10");
    run.setProperty("rows", Integer.toString(rows));
    run.setProperty("sum.id", "aa");
    return run;
  }
}

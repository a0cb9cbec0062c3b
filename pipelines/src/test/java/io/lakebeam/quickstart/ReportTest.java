package io.lakebeam.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReportTest {
  @Test
  void readsWellAsText() {
    assertThat(ReportText.of(SampleReport.passed()))
        .isEqualTo(
            """
            shop on DirectRunner, seed 42

            stage    seconds     rows  rows/s
            servers      9.0
            ingest      20.0  100,000   5,000

            lake table         rows
            bronze.events         7
            silver.customer  12,345

            reconciled  source    lake  differences
            customer    12,345  12,345            0

            Training rows reproduced: 2 of 2
            Held-out rows: accuracy 0.9393, AUC 0.9800, F1 0.8500

            confusion matrix  predicted 0  predicted 1
            actual 0                6,800          200
            actual 1                  300        1,700

            training set  /w/training-set.parquet
            predictions   /w/predictions.parquet
            model         /w/model.json
            card          /w/card.json

            ok      training set equals the data file: 2 of 2 rows reproduced, 0 extra

            Passed in 61.5 s, at most 2,345 MiB of memory
            """);
  }

  @Test
  void saysWhichCheckFailed() {
    Report report =
        SampleReport.of(
            new Check("model's auc", false, "0.9000, at least 0.9770"), Optional.empty());

    assertThat(ReportText.of(report))
        .contains("FAILED  model's auc: 0.9000, at least 0.9770")
        .contains("\nFAILED in 61.5 s");
    assertThat(report.failures()).extracting(Check::name).containsExactly("model's auc");
  }

  @Test
  void saysHowToConnectToServersThatStay() {
    KeptServers kept =
        new KeptServers(
            "jdbc:postgresql://127.0.0.1:1/x",
            "127.0.0.1:2",
            "http://127.0.0.1:3",
            Path.of("/w/lakebeam.env"),
            "psql x",
            "kill 4");

    assertThat(ReportText.of(SampleReport.of(new Check("all", true, "well"), Optional.of(kept))))
        .contains("jdbc:postgresql://127.0.0.1:1/x")
        .contains("/w/lakebeam.env")
        .contains("stop          kill 4");
  }

  @Test
  void isOneJsonObjectWithTheNamesThatProgramsReadItBy() throws JsonProcessingException {
    String text = ReportJson.of(SampleReport.passed());
    JsonNode json = new ObjectMapper().readTree(text);

    assertThat(text).doesNotContain("\n");
    assertThat(json.at("/runner").asText()).isEqualTo("DirectRunner");
    assertThat(json.at("/seconds").asDouble()).isEqualTo(61.5);
    assertThat(json.at("/peak_memory_mb").asLong()).isEqualTo(2_345);
    assertThat(json.at("/reconciled").isBoolean()).isTrue();
    assertThat(json.at("/training_rows/expected").asLong()).isEqualTo(2);
    assertThat(json.at("/training_rows/reproduced").asLong()).isEqualTo(2);
    assertThat(json.at("/metrics/accuracy").asDouble()).isEqualTo(0.93931);
    assertThat(json.at("/metrics/auc").asDouble()).isEqualTo(0.98);
    assertThat(json.at("/metrics/f1").asDouble()).isEqualTo(0.85);
    assertThat(json.at("/metrics")).hasSize(3);
    assertThat(json.at("/artifacts/training_set").asText()).isEqualTo("/w/training-set.parquet");
    assertThat(json.at("/artifacts/predictions").asText()).isEqualTo("/w/predictions.parquet");
    assertThat(json.at("/artifacts/model").asText()).isEqualTo("/w/model.json");
    assertThat(json.at("/artifacts/card").asText()).isEqualTo("/w/card.json");
    assertThat(json.at("/stages/1/rows_per_second").asLong()).isEqualTo(5_000);
    assertThat(json.at("/stages/0/rows").isNull()).isTrue();
    assertThat(json.at("/servers").isNull()).isTrue();
    assertThat(json.at("/checks/0/passed").asBoolean()).isTrue();
  }
}

package io.lakebeam.landing;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakebeam.runner.RunnerName;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LandedFindingsTest {
  private static final String HEADER = "id,name,price,at\n";

  @TempDir private Path folder;

  @Test
  void recordsThatAreWarnedOfAreTakenAndFoundOnBothRunners() throws Exception {
    LandingUnderTest landing = new LandingUnderTest(folder);
    landing.declare(
        "columns: {id: bigint, name: string, price: \"decimal(10,2)\", at: timestamp},"
            + " expect: {column: price, between: [0, 9.99]}");
    landing.write(
        "a.csv", HEADER + "1,Anna,1,2026-01-01T00:00:00\n2,Bert,10,2026-01-01T00:00:00\n");
    landing.take(RunnerName.DIRECT, "*.csv", "format: csv");
    landing.write("b.csv", HEADER + "2,Bert,10,2026-01-01T00:00:00\n");
    landing.take(RunnerName.FLINK, "*.csv", "format: csv");

    assertThat(landing.rows("silver.item", "id")).containsExactly("1", "2");
    assertThat(landing.rows("lakebeam.findings", "table_name", "expectation", "position", "lsn"))
        .containsExactly("item price between 0 and 9.99 2 2", "item price between 0 and 9.99 3 3");
  }
}

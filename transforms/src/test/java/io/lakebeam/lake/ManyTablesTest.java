package io.lakebeam.lake;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ManyTablesTest {
  private static final int MINUTES = 10;

  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource(WriteRowsTest.Gathering.class)
  void onePipelineWritesHundredsOfTablesInAHeapOfOneGibibyte(WriteRowsTest.Gathering gathering)
      throws Exception {
    Path warehouse = folder.resolve("lake");
    Process process = ManyTablesProcess.start(warehouse, gathering);
    try {
      assertThat(process.waitFor(MINUTES, TimeUnit.MINUTES)).isTrue();
    } finally {
      process.destroyForcibly();
    }

    assertThat(process.exitValue()).isZero();
    Lake lake = Lake.at(warehouse.toString());
    for (int i = 0; i < ManyTablesProcess.TABLES; i++) {
      TableName table = ManyTablesProcess.table(i);
      long[] found = new long[2];
      lake.read(table, List.of("id"))
          .forEach(
              row -> {
                found[0]++;
                found[1] += row.getLong(0);
              });
      assertThat(found).as("%s", table).containsExactly(rows(), sumOfIds(i));
      assertThat(lake.snapshot(table)).isEqualTo(1);
    }
  }

  private static long rows() {
    return ManyTablesProcess.ROWS / ManyTablesProcess.TABLES;
  }

  private static long sumOfIds(int first) {
    return rows() * first + ManyTablesProcess.TABLES * rows() * (rows() - 1) / 2;
  }
}

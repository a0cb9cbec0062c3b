package io.lakebeam.bench.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class SqlBenchTest {
  @TempDir private Path folder;

  @Test
  void theAnswersOfASmallTableAreThoseOfPlainParquet() {
    String[] small = {"--rows=1000", "--commits=3", "--runs=1", "--work=" + folder};

    assertThat(new CommandLine(new SqlBench()).execute(small)).isZero();
  }
}

package io.lakebeam.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingRowsWitnessTest {
  private static final String EQUAL = "(0, 16.02, 1, 'a, b'), (1, 5, 0, 'c'), (2, 0.1, 1, 'd')";

  @TempDir private Path folder;
  private Path csv;

  @BeforeEach
  void writeCsv() throws IOException {
    csv =
        Files.writeString(
            folder.resolve("data.csv"), "rate,label,name\n16.02,1,\"a, b\"\n5.0,0,c\n0.10,1,d\n");
  }

  @Test
  void findsEqualRowsEqualByValueWhateverTheirNumericType() throws SQLException {
    for (String type : new String[] {"double", "decimal(38, 10)", "varchar"}) {
      assertThat(compare(EQUAL, type))
          .isEqualTo(new TrainingRows(3, 3, 0, ""))
          .matches(TrainingRows::isExact);
    }
  }

  @Test
  void doesNotMindTheOrderOfRows() throws SQLException {
    assertThat(
            compare("(2, 0.1, 1, 'd'), (0, 16.02, 1, 'a, b'), (1, 5, 0, 'c')", "double").isExact())
        .isTrue();
  }

  @Test
  void describesAValueThatIsOff() throws SQLException {
    TrainingRows rows = compare(EQUAL.replace("16.02", "16.03"), "double");

    assertThat(rows.reproduced()).isEqualTo(2);
    assertThat(rows.extra()).isEqualTo(1);
    assertThat(rows.isExact()).isFalse();
    assertThat(rows.difference())
        .isEqualTo("row 0: column 'rate' is 16.02 in the data file, 16.03 in the training set");
  }

  @Test
  void seesANullForWhatItIs() throws SQLException {
    assertThat(compare(EQUAL.replace("'c'", "null"), "double").difference())
        .isEqualTo("row 1: column 'name' is c in the data file, null in the training set");
  }

  @Test
  void seesARowThatIsMissing() throws SQLException {
    assertThat(compare("(0, 16.02, 1, 'a, b'), (2, 0.1, 1, 'd')", "double"))
        .isEqualTo(new TrainingRows(3, 2, 0, "row 1 is missing in the training set"));
  }

  @Test
  void seesARowThatIsExtra() throws SQLException {
    assertThat(compare(EQUAL + ", (3, 1, 1, 'e')", "double"))
        .isEqualTo(new TrainingRows(3, 3, 1, "row 3 is not in the data file"));
  }

  @Test
  void seesARowThatIsThereTwice() throws SQLException {
    assertThat(compare(EQUAL + ", (1, 5, 0, 'c')", "double"))
        .isEqualTo(new TrainingRows(3, 3, 1, "a row is there more than once"));
  }

  @Test
  void seesNumbersThatOnlyRoundingMakesEqual() throws SQLException, IOException {
    Files.writeString(csv, "rate,label,name\n9007199254740993,1,x\n");

    assertThat(
            witness(1)
                .compare(parquet("(0, 9007199254740992, 1, 'x')", "decimal(38, 10)"))
                .isExact())
        .isFalse();
  }

  @Test
  void comparesTheFirstRowsOnlyWhereOnlyThoseWereLoaded() throws SQLException {
    assertThat(witness(2).compare(parquet("(0, 16.02, 1, 'a, b'), (1, 5, 0, 'c')", "double")))
        .isEqualTo(new TrainingRows(2, 2, 0, ""));
  }

  private TrainingRows compare(String rows, String rateType) throws SQLException {
    return witness(3).compare(parquet(rows, rateType));
  }

  private TrainingRowsWitness witness(long rows) {
    Map<String, ColumnType> columns = new LinkedHashMap<>();
    columns.put("rate", ColumnType.NUMERIC);
    columns.put("label", ColumnType.INTEGER);
    columns.put("name", ColumnType.TEXT);
    return new TrainingRowsWitness(csv, columns, rows);
  }

  private Path parquet(String rows, String rateType) throws SQLException {
    Path file = folder.resolve("training-set.parquet");
    try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = duckdb.createStatement()) {
      statement.execute(
          "copy (select row, cast(rate as %s) as rate, label, name from (values %s) t(row, rate, label, name)) to '%s' (format parquet)"
              .formatted(rateType, rows, file));
    }
    return file;
  }
}

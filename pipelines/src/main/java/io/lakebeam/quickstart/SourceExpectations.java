package io.lakebeam.quickstart;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Asks the source whether the changes did what the example expects of them. */
final class SourceExpectations {
  private final List<ExampleScript.Expectation> expectations;
  private final Map<String, Long> numbers;

  SourceExpectations(List<ExampleScript.Expectation> expectations, Map<String, Long> numbers) {
    this.expectations = expectations;
    this.numbers = numbers;
  }

  List<Check> check(SourceDatabase source) throws SQLException {
    List<Check> checks = new ArrayList<>();
    try (Connection connection = source.connect("lakebeam expectations");
        Statement statement = connection.createStatement()) {
      statement.execute("set transaction read only");
      for (ExampleScript.Expectation expectation : expectations) {
        checks.add(check(expectation, statement));
      }
    }
    return checks;
  }

  private Check check(ExampleScript.Expectation expectation, Statement statement) {
    try {
      BigDecimal found = number(statement, expectation.sql());
      BigDecimal least = number(statement, "select (" + expectation.atLeast().asText() + ")");
      return new Check(
          expectation.name(),
          found.compareTo(least) >= 0,
          found.toPlainString() + ", at least " + least.toPlainString());
    } catch (SQLException e) {
      throw new QuickstartException(
          "quickstart.yaml, expect '" + expectation.name() + "': " + e.getMessage(), e);
    }
  }

  private BigDecimal number(Statement statement, String sql) throws SQLException {
    try (ResultSet result = statement.executeQuery(SqlText.with(sql, numbers))) {
      BigDecimal value = result.next() ? result.getBigDecimal(1) : null;
      if (value == null) {
        throw new SQLException("no number came back from: " + sql);
      }
      return value;
    }
  }
}

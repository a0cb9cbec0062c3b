package io.lakebeam.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.lakebeam.quality.Expectation.Kind;
import io.lakebeam.quality.Expectation.Severity;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.paimon.data.BinaryString;
import org.apache.paimon.data.Decimal;
import org.apache.paimon.data.GenericRow;
import org.apache.paimon.data.Timestamp;
import org.apache.paimon.types.DataType;
import org.apache.paimon.types.DataTypes;
import org.apache.paimon.types.RowType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Rows, judged. */
class RowExpectationsTest {
  private static final DataType TEXT = DataTypes.STRING();
  private static final DataType INT = DataTypes.INT();
  private static final long NOON = 43_200_000;

  static Stream<Arguments> values() {
    return Stream.of(
        arguments("a not null", Kind.NOT_NULL, List.of(), TEXT, text(""), null),
        arguments("a between 18 and 100", Kind.BETWEEN, List.of("18", "100"), INT, 18, 17),
        arguments("a between 18 and 100", Kind.BETWEEN, List.of("18", "100"), INT, 100, 101),
        arguments("a at least 18", Kind.BETWEEN, List.of("18", ""), INT, 2_000_000_000, 17),
        arguments("a at most b", Kind.BETWEEN, List.of("", "b"), TEXT, text("b"), text("ba")),
        arguments(
            "a between -0.5 and 1",
            Kind.BETWEEN,
            List.of("-0.5", "1"),
            DataTypes.DECIMAL(10, 2),
            decimal("-0.50"),
            decimal("-0.51")),
        arguments(
            "a at least 1970-01-02",
            Kind.BETWEEN,
            List.of("1970-01-02", ""),
            DataTypes.DATE(),
            1,
            0),
        arguments(
            "a in [new, paid]", Kind.IN, List.of("new", "paid"), TEXT, text("paid"), text("New")),
        arguments("a in [1, 2]", Kind.IN, List.of("1", "2"), INT, 2, 3),
        arguments(
            "a matches \\d{4}", Kind.MATCHES, List.of("\\d{4}"), TEXT, text("1117"), text("11170")),
        arguments(
            "a between 1 and 2 characters",
            Kind.LENGTH,
            List.of("1", "2"),
            TEXT,
            text("\uD83D\uDE00\uD83D\uDE00"),
            text("abc")),
        arguments(
            "a at most 2 characters", Kind.LENGTH, List.of("", "2"), TEXT, text(""), text("abc")),
        arguments(
            "a not in the future",
            Kind.NOT_FUTURE,
            List.of(),
            DataTypes.TIMESTAMP(6),
            Timestamp.fromEpochMillis(NOON),
            Timestamp.fromEpochMillis(NOON + 1)),
        arguments("a not in the future", Kind.NOT_FUTURE, List.of(), DataTypes.DATE(), 0, 1));
  }

  @ParameterizedTest
  @MethodSource("values")
  void thatMeetAnExpectationPassAndOthersAreToldByIt(
      String name, Kind kind, List<String> arguments, DataType type, Object good, Object bad) {
    Expectation expectation = new Expectation("a", kind, arguments, Severity.QUARANTINE);
    RowExpectations expected =
        RowExpectations.of(RowType.of(type), List.of(expectation), List.of("a"));

    assertThat(expectation.name()).isEqualTo(name);
    expected.check(GenericRow.of(good), NOON);
    if (kind != Kind.NOT_NULL) {
      expected.check(GenericRow.of((Object) null), NOON);
    }
    assertThatThrownBy(() -> expected.check(GenericRow.of(bad), NOON))
        .isInstanceOf(UnexpectedRowException.class)
        .hasMessage(
            "expectation '%s' is not met: found %s"
                .formatted(name, bad == null ? "null" : "'" + bad + "'"));
  }

  @Test
  void whatEndsTheRunIsToldBeforeWhatIsQuarantined() {
    RowExpectations expected =
        RowExpectations.of(
            RowType.of(INT, INT),
            List.of(
                new Expectation("a", Kind.NOT_NULL, List.of(), Severity.QUARANTINE),
                new Expectation("b", Kind.NOT_NULL, List.of(), Severity.FAIL),
                new Expectation("c", Kind.NOT_NULL, List.of(), Severity.FAIL)),
            List.of("a", "b"));

    assertThatThrownBy(() -> expected.check(GenericRow.of(null, null), NOON))
        .isInstanceOfSatisfying(
            UnexpectedRowException.class, e -> assertThat(e.endsTheRun()).isTrue());
    assertThatThrownBy(() -> expected.check(GenericRow.of(null, 1), NOON))
        .isInstanceOfSatisfying(
            UnexpectedRowException.class, e -> assertThat(e.endsTheRun()).isFalse());
    expected.check(GenericRow.of(1, 1), NOON);
  }

  @Test
  void anExpectationThatItsColumnCannotMeetIsRefused() {
    assertRefused(
        Kind.BETWEEN,
        INT,
        "column 'f0': '1.5' is nothing that a column of type INT holds",
        "1.5",
        "");
    assertRefused(
        Kind.MATCHES, INT, "column 'f0': 'matches' is for text, not for a column of type INT", "x");
    assertRefused(
        Kind.NOT_FUTURE,
        TEXT,
        "column 'f0': 'not-future' is for dates and times, not for a column of type STRING");
  }

  private static void assertRefused(Kind kind, DataType type, String message, String... arguments) {
    Expectation expectation = new Expectation("a", kind, Arrays.asList(arguments), Severity.FAIL);
    assertThatThrownBy(
            () -> RowExpectations.of(RowType.of(type), List.of(expectation), List.of("a")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  private static BinaryString text(String text) {
    return BinaryString.fromString(text);
  }

  private static Decimal decimal(String text) {
    return Decimal.fromBigDecimal(new BigDecimal(text), 10, 2);
  }
}

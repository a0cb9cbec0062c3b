package io.lakebeam.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.lakebeam.secret.Secret;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.apache.paimon.data.BinaryString;
import org.apache.paimon.data.Decimal;
import org.apache.paimon.data.GenericRow;
import org.apache.paimon.data.Timestamp;
import org.apache.paimon.types.DataType;
import org.apache.paimon.types.DataTypes;
import org.apache.paimon.types.RowType;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class MaskRuleTest {
  private static final String FIRST = "a key of thirty-two letters, or more";
  private static final String SECOND = "another key of thirty-two letters, or more";
  private static final MaskKeys KEYS = keys(2);

  @Test
  void anHmacIsWhatTheStandardSaysUnderAKeyMadeOfTheGivenOne() throws Exception {
    byte[] derived = hmac(SECOND.getBytes(StandardCharsets.UTF_8), "lakebeam mask");
    String expected = HexFormat.of().formatHex(hmac(derived, "ann@example.org"));

    assertThat(text(MaskRule.hmac(), "ann@example.org")).isEqualTo("h2_" + expected);
  }

  @ParameterizedTest
  @CsvSource({
    "ann@example.org, ' Ann@Example.ORG\t'",
    "straße, STRASSE",
    "é, e\u0301",
    "ＡＢＣ, abc",
    "ΟΔΟΣ, οδος",
    "ﬁn, FIN"
  })
  void anHmacIsTheSameOfTextsThatMeanTheSame(String one, String other) {
    assertThat(text(MaskRule.hmac(), one)).isEqualTo(text(MaskRule.hmac(), other));
    assertThat(text(MaskRule.exactHmac(), one)).isNotEqualTo(text(MaskRule.exactHmac(), other));
    assertThat(CanonicalText.of(CanonicalText.of(one))).isEqualTo(CanonicalText.of(other));
  }

  @Test
  void anExactHmacJoinsWithOneOfTextThatIsCanonicalAlready() {
    assertThat(text(MaskRule.exactHmac(), "ann@example.org"))
        .isEqualTo(text(MaskRule.hmac(), "ANN@example.org"));
  }

  @Test
  void anHmacNamesTheVersionOfItsKeyAndIsAnotherUnderAnotherKey() {
    Mask before = MaskRule.hmac().on(DataTypes.STRING(), keys(1));
    String old = before.of(BinaryString.fromString("ann")).toString();

    assertThat(old).startsWith("h1_").hasSize(67);
    assertThat(text(MaskRule.hmac(), "ann")).startsWith("h2_").doesNotEndWith(old.substring(3));
  }

  @ParameterizedTest
  @CsvSource({
    "john@example.org, j***@example.org",
    "jo@example.org, ***@example.org",
    "\"a@b\"@example.org, \"***@example.org",
    "+36 30 123, +***",
    "Al, ***",
    "\uD83D\uDE00ab, \uD83D\uDE00***"
  })
  void partOfATextIsKept(String text, String kept) {
    assertThat(text(MaskRule.partial(), text)).isEqualTo(kept);
  }

  static Stream<Arguments> others() {
    Timestamp time = Timestamp.fromLocalDateTime(LocalDateTime.parse("1969-05-17T13:14:15.123456"));
    return Stream.of(
        arguments(MaskRule.constant("hu25"), DataTypes.STRING(), text("Ann"), text("hu25")),
        arguments(MaskRule.constant("-1"), DataTypes.INT(), 7, -1),
        arguments(MaskRule.constant("1.5"), DataTypes.DECIMAL(4, 2), decimal("7"), decimal("1.5")),
        arguments(MaskRule.redact(), DataTypes.BYTES(), new byte[] {1}, null),
        arguments(
            MaskRule.truncate("month"), DataTypes.DATE(), day("1985-03-17"), day("1985-03-01")),
        arguments(
            MaskRule.truncate("year"), DataTypes.DATE(), day("-0044-03-15"), day("-0044-01-01")),
        arguments(MaskRule.truncate("hour"), DataTypes.TIMESTAMP(6), time, at("1969-05-17T13:00")),
        arguments(MaskRule.truncate("day"), DataTypes.TIMESTAMP(6), time, at("1969-05-17T00:00")),
        arguments(
            MaskRule.truncate("year"),
            DataTypes.TIMESTAMP_WITH_LOCAL_TIME_ZONE(6),
            time,
            at("1969-01-01T00:00")),
        arguments(MaskRule.bucket(100), DataTypes.INT(), 1234, 1200),
        arguments(MaskRule.bucket(100), DataTypes.INT(), -1, -100),
        arguments(MaskRule.bucket(100), DataTypes.BIGINT(), 200L, 200L),
        arguments(MaskRule.bucket(5), DataTypes.DOUBLE(), 9.99, 5.0),
        arguments(MaskRule.bucket(5), DataTypes.DOUBLE(), Double.NaN, Double.NaN),
        arguments(MaskRule.bucket(5), DataTypes.FLOAT(), -0.1f, -5f),
        arguments(MaskRule.bucket(2), DataTypes.DECIMAL(4, 2), decimal("-0.01"), decimal("-2")));
  }

  @ParameterizedTest
  @MethodSource("others")
  void aMaskMakesOfAValueWhatItsColumnHolds(
      MaskRule rule, DataType type, Object value, @Nullable Object masked) {
    assertThat(rule.on(type, KEYS).of(value)).isEqualTo(masked);
    assertThat(rule.on(type, KEYS).of(null)).isNull();
  }

  @Test
  void aBucketThatIsBelowAllThatItsColumnHoldsIsRefusedWithoutTheValue() {
    Mask ints = MaskRule.bucket(100).on(DataTypes.INT(), KEYS);
    Mask longs = MaskRule.bucket(100).on(DataTypes.BIGINT(), KEYS);
    Mask decimals = MaskRule.bucket(100).on(DataTypes.DECIMAL(3, 0), KEYS);

    assertThatThrownBy(() -> ints.of(Integer.MIN_VALUE)).isInstanceOf(ArithmeticException.class);
    assertThatThrownBy(() -> longs.of(Long.MIN_VALUE)).isInstanceOf(ArithmeticException.class);
    assertThatThrownBy(() -> decimals.of(Decimal.fromBigDecimal(new BigDecimal(-901), 3, 0)))
        .isInstanceOf(ArithmeticException.class)
        .hasMessage("the bucket's least number does not fit DECIMAL(3, 0)");
  }

  static Stream<Arguments> misfits() {
    return Stream.of(
        arguments(
            MaskRule.hmac(),
            DataTypes.INT(),
            "mask 'hmac' is not for a column of type INT; allowed: constant, redact, bucket"),
        arguments(
            MaskRule.hmac(),
            DataTypes.VARCHAR(20),
            "mask 'hmac' is not for a column of type VARCHAR(20); allowed: constant, partial, format, redact"),
        arguments(
            MaskRule.bucket(10),
            DataTypes.STRING(),
            "mask 'bucket' is not for a column of type STRING; allowed: hmac, constant, partial, format, redact"),
        arguments(
            MaskRule.redact(),
            DataTypes.STRING().notNull(),
            "mask 'redact' is not for a column of type STRING NOT NULL; allowed: hmac"),
        arguments(
            MaskRule.format(),
            DataTypes.BIGINT(),
            "mask 'format' is not for a column of type BIGINT; allowed: constant, redact, bucket"),
        arguments(
            MaskRule.truncate("day"),
            DataTypes.DATE(),
            "mask 'truncate' would leave a date as it is; allowed: year, month, found 'day'"),
        arguments(
            MaskRule.constant("hu25"),
            DataTypes.INT(),
            "mask 'constant' stores 'hu25', which a column of type INT does not hold"),
        arguments(
            MaskRule.constant("12.345"),
            DataTypes.DECIMAL(4, 2),
            "mask 'constant' stores '12.345', which a column of type DECIMAL(4, 2) does not hold"),
        arguments(
            MaskRule.constant("hu25"),
            DataTypes.VARCHAR(3),
            "mask 'constant' stores 'hu25', which a column of type VARCHAR(3) does not hold"));
  }

  @ParameterizedTest
  @MethodSource("misfits")
  void aMaskThatDoesNotFitIsRefusedWithThoseThatDo(MaskRule rule, DataType type, String message) {
    assertThatThrownBy(() -> rule.on(type, KEYS))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @Test
  void aRowIsMaskedInItsPlaceAndAMisfitNamesItsColumn() {
    RowType type =
        RowType.builder().field("id", DataTypes.INT()).field("name", DataTypes.STRING()).build();
    ColumnMasks masks = new ColumnMasks(Map.of("name", MaskRule.constant("hu25")), KEYS);
    GenericRow row = GenericRow.of(1, text("Ann"));

    ColumnMasks.apply(masks.on(type), row);

    assertThat(row).isEqualTo(GenericRow.of(1, text("hu25")));
    assertThatThrownBy(() -> new ColumnMasks(Map.of("id", MaskRule.partial()), KEYS).on(type))
        .hasMessageStartingWith("column 'id': mask 'partial' is not for a column of type INT");
    assertThat(masks.toString()).doesNotContain(FIRST, SECOND);
  }

  @Test
  void anArgumentThatAKindDoesNotTakeIsRefused() {
    assertThatThrownBy(() -> MaskRule.truncate("week"))
        .hasMessage("mask 'truncate' takes one of year, month, day, hour; found 'week'");
    assertThatThrownBy(() -> new MaskRule(MaskRule.Kind.FORMAT, "iban"))
        .hasMessage("mask 'format' takes nothing, or card; found 'iban'");
    for (int size : List.of(-5, 0, 1)) {
      assertThatThrownBy(() -> MaskRule.bucket(size))
          .hasMessageStartingWith("mask 'bucket' takes the size of the buckets, a whole number");
    }
  }

  private static String text(MaskRule rule, String value) {
    return rule.on(DataTypes.STRING(), KEYS).of(text(value)).toString();
  }

  static MaskKeys keys(int current) {
    return new MaskKeys(Map.of(1, new Secret(FIRST), 2, new Secret(SECOND)), current);
  }

  private static byte[] hmac(byte[] key, String text) throws Exception {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key, "HmacSHA256"));
    return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
  }

  private static BinaryString text(String value) {
    return BinaryString.fromString(value);
  }

  private static Decimal decimal(String value) {
    return Decimal.fromBigDecimal(new BigDecimal(value).setScale(2), 4, 2);
  }

  private static int day(String date) {
    return (int) LocalDate.parse(date).toEpochDay();
  }

  private static Timestamp at(String time) {
    return Timestamp.fromLocalDateTime(LocalDateTime.parse(time));
  }
}

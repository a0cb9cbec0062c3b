package io.lakebeam.privacy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.apache.paimon.data.BinaryString;
import org.apache.paimon.types.DataTypes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FormatMaskTest {
  private static final String KEY = "another key of thirty-two letters, or more";

  /** Samples 1, 4 and 7 of NIST's examples of FF1. */
  @ParameterizedTest
  @CsvSource({
    "2B7E151628AED2A6ABF7158809CF4F3C, 2433477484",
    "2B7E151628AED2A6ABF7158809CF4F3CEF4359D8D580AA4F, 2830668132",
    "2B7E151628AED2A6ABF7158809CF4F3CEF4359D8D580AA4F7F036D6F04FC6A94, 6657667009"
  })
  void digitsAreEncryptedAsTheStandardsExamplesAre(String key, String masked) {
    Mask mask = new FormatMask(HexFormat.of().parseHex(key), false);

    assertThat(mask.of(text("0123456789"))).isEqualTo(text(masked));
    assertThat(mask.of(text("(012) 345-67/89")))
        .isEqualTo(
            text(
                "(%s) %s-%s/%s"
                    .formatted(
                        masked.substring(0, 3),
                        masked.substring(3, 6),
                        masked.substring(6, 8),
                        masked.substring(8))));
  }

  @Test
  void theKeyIsMadeOfTheCurrentOneForThisAlone() throws Exception {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(KEY.getBytes(UTF_8), "HmacSHA256"));
    Mask byHand = new FormatMask(mac.doFinal("lakebeam format".getBytes(UTF_8)), false);

    assertThat(masked("+36 30 918-273645"))
        .isEqualTo(byHand.of(text("+36 30 918-273645")).toString())
        .matches("\\+\\d\\d \\d\\d \\d{3}-\\d{6}")
        .isNotEqualTo("+36 30 918-273645");
    Mask before = MaskRule.format().on(DataTypes.STRING(), MaskRuleTest.keys(1));
    assertThat(before.of(text("+36 30 918-273645")).toString())
        .isNotEqualTo(masked("+36 30 918-273645"));
  }

  @ParameterizedTest
  @CsvSource({
    "112, xxx",
    "'12-345', 'xx-xxx'",
    "'unknown', 'xxxxxxx'",
    "'ask Ann (home)', 'xxx xxx (xxxx)'",
    "'٠١٢٣٤٥٦٧', 'xxxxxxxx'",
    "'\uD835\uDFCF\uD835\uDFD0', 'xx'",
    "'e\u0301 1', 'xx x'",
    "'', ''",
    "' +()-./#', ' +()-./#'",
    "'\u00A0\u2011\u2013', '\u00A0\u2011\u2013'"
  })
  void whatIsNoNumberIsCrossedOut(String text, String masked) {
    assertThat(masked(text)).isEqualTo(masked);
  }

  @Test
  void lettersBesideANumberAreCrossedOutAndNumbersOfAnyOtherLengthAsAWhole() {
    assertThat(masked("+36 30 918273645 ext Ann"))
        .endsWith(" xxx xxx")
        .startsWith(masked("+36 30 918273645"));
    assertThat(masked("1".repeat(65))).isEqualTo("x".repeat(65));
    assertThat(masked("1".repeat(64))).matches("\\d{64}");
    assertThat(masked("123456")).matches("\\d{6}");
  }

  @Test
  void equalDigitsHaveEqualMasksAndOthersOthers() {
    assertThat(masked("+36-30-918273645").replaceAll("\\D", ""))
        .isEqualTo(masked("(36) 30 918 273 645").replaceAll("\\D", ""));
    Mask mask = MaskRule.format().on(DataTypes.STRING(), MaskRuleTest.keys(2));
    Set<Object> masks = new HashSet<>();
    for (int i = 0; i < 20_000; i++) {
      masks.add(mask.of(text("%06d".formatted(i))));
    }
    assertThat(masks).hasSize(20_000);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"4111 1111 1111 1111", "378282246310005", "5555-5555-5555-4444", "79927398713"})
  void aCardsMaskPassesLuhnsCheckAsTheCardDoesAndFailsWhereItDoesNot(String card) {
    String masked = maskedCard(card);

    assertThat(masked.replaceAll("\\d", "1")).isEqualTo(card.replaceAll("\\d", "1"));
    assertThat(masked).isNotEqualTo(card);
    assertThat(passes(masked)).isTrue();
    Set<String> all = new HashSet<>();
    for (int last = 0; last < 10; last++) {
      String other = card.substring(0, card.length() - 1) + last;
      assertThat(passes(maskedCard(other))).as(other).isEqualTo(passes(other));
      all.add(maskedCard(other));
    }
    assertThat(all).as("cards that differ in the last digit").hasSize(10);
    assertThat(maskedCard("123456")).isEqualTo("xxxxxx");
  }

  /** As a clerk does it: from the right, every second digit twice, the digits of all summed up. */
  private static boolean passes(String card) {
    String digits = new StringBuilder(card.replaceAll("\\D", "")).reverse().toString();
    StringBuilder all = new StringBuilder();
    for (int i = 0; i < digits.length(); i++) {
      all.append(Character.digit(digits.charAt(i), 10) * (i % 2 + 1));
    }
    return all.chars().map(one -> one - '0').sum() % 10 == 0;
  }

  private static String masked(String value) {
    return mask(MaskRule.format(), value);
  }

  private static String maskedCard(String value) {
    return mask(MaskRule.cardFormat(), value);
  }

  private static String mask(MaskRule rule, String value) {
    return rule.on(DataTypes.STRING(), MaskRuleTest.keys(2)).of(text(value)).toString();
  }

  private static BinaryString text(String value) {
    return BinaryString.fromString(value);
  }
}

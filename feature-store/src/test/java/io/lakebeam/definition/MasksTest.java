package io.lakebeam.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.lakebeam.privacy.MaskRule;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What tables say of their columns' masks, and the keys of them. */
class MasksTest {
  private static final String PRIVACY =
      "privacy: {keys: {1: \"${MASK_KEY_1}\", 2: \"${MASK_KEY_2}\"}, current: 2}\n";
  private static final String MASKS =
      "mask: {email: hmac, full_name: {constant: hu25}, zip: {bucket: 100}, mail2: partial, phone: format}";
  private static final String TEXT =
      Shop.TEXT
          .replace("tables:\n", PRIVACY + "tables:\n")
          .replace("[id], event-time: updated_at}", "[id], event-time: updated_at, " + MASKS + "}")
          .replace(
              "event-time: bought_at}",
              "event-time: bought_at, mask: {id: {hmac: exact}, note: redact, born: {truncate: month}, level: {constant: 7}, card: {format: card}}}");

  @TempDir Path folder;

  @Test
  void areReadByColumnAndTheirKeysByVersion() {
    Project project = read(TEXT);

    assertThat(project.table("customer").masks())
        .containsExactly(
            Map.entry("email", MaskRule.hmac()),
            Map.entry("full_name", MaskRule.constant("hu25")),
            Map.entry("zip", MaskRule.bucket(100)),
            Map.entry("mail2", MaskRule.partial()),
            Map.entry("phone", MaskRule.format()));
    assertThat(project.table("purchase").masks())
        .containsExactly(
            Map.entry("id", MaskRule.exactHmac()),
            Map.entry("note", MaskRule.redact()),
            Map.entry("born", MaskRule.truncate("month")),
            Map.entry("level", MaskRule.constant("7")),
            Map.entry("card", MaskRule.cardFormat()));
    assertThat(project.privacy().current()).isEqualTo(2);
    assertThat(project.toString()).doesNotContain("canary-mask");
    assertThat(project.masks(project.table("outcome"))).isNull();
  }

  @Test
  void changeTheVersionOfTheDefinitionsAndTheirKeysDoNot() {
    String version = read(TEXT).version();

    assertThat(version).isNotEqualTo(Shop.read(folder, Shop.TEXT).version());
    assertThat(read(TEXT.replace("bucket: 100", "bucket: 10")).version()).isNotEqualTo(version);
    assertThat(read(TEXT.replace("current: 2", "current: 1")).version()).isEqualTo(version);
    assertThat(read(TEXT.replace("MASK_KEY_1}", "MASK_KEY_3}")).version()).isEqualTo(version);
  }

  static Stream<Arguments> problems() {
    return Stream.of(
        arguments(
            PRIVACY,
            "",
            "'tables.customer.mask' needs a key, also to encrypt what is no event: write privacy: {keys: {1: \"${MASK_KEY_1}\"}, current: 1} beside tables"),
        arguments(
            "\"${MASK_KEY_1}\"",
            "letters-and-letters",
            "'privacy.keys.1' must come from a variable alone, never from the file: write ${MASK_KEY_1} and set that in the environment"),
        arguments(
            "${MASK_KEY_1}",
            "${KAFKA}",
            "'privacy.keys.1' must have at least 32 letters, found 14"),
        arguments(
            "${MASK_KEY_1}", "${MASK_KEY_2}", "'privacy.keys.2' is the key of another version"),
        arguments(
            "current: 2",
            "current: 3",
            "'privacy.current' must be the version of one of the keys, found 3; keys: [1, 2]"),
        arguments(
            "{1: \"${MASK",
            "{v1: \"${MASK",
            "'privacy.keys.v1' must be a version, a whole number from 1 to 9999"),
        arguments(
            "email: hmac",
            "email: hmca",
            "'tables.customer.mask.email' must be one of hmac, constant, partial, format, redact, truncate, bucket, found 'hmca'; did you mean 'hmac'?"),
        arguments(
            "email: hmac",
            "email: truncate",
            "'tables.customer.mask.email' mask 'truncate' takes one of year, month, day, hour; found nothing"),
        arguments(
            "{bucket: 100}",
            "{bucket: 1}",
            "'tables.customer.mask.zip.bucket' mask 'bucket' takes the size of the buckets, a whole number from 2 to 999999999; found '1'"),
        arguments(
            "{bucket: 100}",
            "{bucket: 100, truncate: day}",
            "'tables.customer.mask.zip' must be one mask, found 2: [bucket, truncate]"),
        arguments(
            "email: hmac",
            "updated_at: {truncate: day}",
            "'tables.customer.mask.updated_at' masks the event-time, by which it is told what was true when; leave it as it is, or name another event-time"),
        arguments(
            "{hmac: exact}",
            "hmac",
            "'tables.purchase.mask.id' is of a key's column, and hmac takes keys that differ in case or blanks for one; allowed: {hmac: exact}"),
        arguments(
            "{format: card}",
            "{format: phone}",
            "'tables.purchase.mask.card.format' mask 'format' takes nothing, or card; found 'phone'"),
        arguments(
            "{hmac: exact}",
            "{bucket: 10}",
            "'tables.purchase.mask.id' is of a key's column, and bucket makes one of many keys, so that rows could not be told apart nor joined; allowed: {hmac: exact}"),
        arguments(
            "bought_at, mask",
            "bought_at, subject: note, mask",
            "'tables.purchase.mask.note' masks the subject's column, by which erase finds a person's rows; leave it as it is, or say the subject by a column without a mask"));
  }

  @ParameterizedTest
  @MethodSource("problems")
  void areRefusedWithTheWayOut(String part, String replacement, String problem) {
    assertThat(TEXT).contains(part);
    try {
      read(TEXT.replace(part, replacement));
    } catch (ProjectFileException e) {
      assertThat(e.problems()).anyMatch(found -> found.endsWith(problem));
      assertThat(e.problems().toString()).doesNotContain("canary-mask");
      return;
    }
    throw new AssertionError("not refused: " + problem);
  }

  @Test
  void ofAKeyThatSubjectsAreKnownByAreRefused() {
    String text =
        TEXT.replace("tables:\n", "erasure: {future: accept, key: \"${ERASURE_KEY}\"}\ntables:\n")
            .replace("bought_at, mask", "bought_at, subject: customer_id, mask")
            .replace(
                "event-time: closed_at}",
                "event-time: closed_at, subject: {column: purchase_id, of: purchase}}");

    assertThat(Shop.problems(folder, text).toString()).contains("MASK_KEY_1, which is not set");
    try {
      read(text);
    } catch (ProjectFileException e) {
      assertThat(e.problems())
          .anyMatch(
              found ->
                  found.endsWith(
                      "'tables.outcome.subject.of' names table 'purchase', whose key is masked; allowed: one whose key is as the source has it"));
      return;
    }
    throw new AssertionError("not refused");
  }

  private Project read(String text) {
    Map<String, String> variables = new HashMap<>(Shop.VARIABLES);
    for (int version = 1; version <= 3; version++) {
      variables.put("MASK_KEY_" + version, "canary-mask-key-of-many-letters-no-" + version);
    }
    return Shop.read(folder, text, variables);
  }
}

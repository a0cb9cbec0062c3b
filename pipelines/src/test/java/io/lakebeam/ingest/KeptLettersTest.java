package io.lakebeam.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.lakebeam.definition.LakeDefinition;
import io.lakebeam.definition.PrivacyDefinition;
import io.lakebeam.definition.Project;
import io.lakebeam.definition.TableDefinition;
import io.lakebeam.file.FileColumn;
import io.lakebeam.lake.DeadLetter;
import io.lakebeam.lake.DeadLetters;
import io.lakebeam.lake.Lake;
import io.lakebeam.lake.RowBatch;
import io.lakebeam.lake.SourcePosition;
import io.lakebeam.lake.Zones;
import io.lakebeam.privacy.MaskKeys;
import io.lakebeam.privacy.Seal;
import io.lakebeam.secret.Secret;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeptLettersTest {
  private static final String TOPIC = "shop.bank.public.customer-0";
  private static final MaskKeys KEYS = keys(1);
  private static final TableDefinition CUSTOMER =
      new TableDefinition("customer", "bank.public.customer", List.of("id"), "updated_at");
  private static final TableDefinition PRICE =
      new TableDefinition(
          "price",
          "landing",
          List.of("id"),
          TableDefinition.COMMIT_TIME,
          null,
          Map.of(),
          List.of(new FileColumn("id", "id", "bigint")),
          Map.of(),
          List.of(),
          null);

  @TempDir private Path folder;
  private Lake lake;

  @BeforeEach
  void makeLake() {
    lake = Lake.at(folder.resolve("lake").toString());
  }

  @Test
  void areShownByTheirPlacesAndWhoHasTheKeySeesWhatIsEncrypted() {
    keep(letter(TOPIC, 10, "{}").sealedBy(new Seal(KEYS)), letter(TOPIC, 9, "not JSON"));

    assertThat(read(KEYS, 2).letters())
        .extracting(KeptLetters.Kept::place, KeptLetters.Kept::key, KeptLetters.Kept::value)
        .containsExactly(tuple(TOPIC + "@9", null, "not JSON"), tuple(TOPIC + "@10", null, "{}"));
    assertThat(read(KEYS, 1).letters()).hasSize(1);
    assertThat(read(KEYS, 1).more()).isEqualTo(1);
  }

  @Test
  void areShownWithoutTheirBytesToWhoHasAnotherKeyOrNone() {
    keep(letter(TOPIC, 9, "not JSON"), letter(TOPIC, 10, "{}").sealedBy(new Seal(KEYS)));

    assertThat(read(keys(2), 9).letters())
        .extracting(KeptLetters.Kept::value)
        .containsExactly("not JSON", null);
    assertThat(read(keys(2), 9).letters().get(1).closed()).contains("version 1");
    assertThat(read(null, 9).letters().get(1).closed())
        .isEqualTo("encrypted, and the project has no key under 'privacy'");
  }

  @Test
  void areShownOfTheTablesThatAreAskedFor() {
    keep(
        letter("shop.bank.public.customer-0", 7, "a"),
        letter("shop.bank-2.public.customer-12", 7, "b"),
        letter("shop.bank.public.customer_2-0", 7, "c"),
        letter("shop.bank.other.customer-0", 7, "d"),
        letter("landing:5feceb66", 7, "e"));

    assertThat(places(CUSTOMER))
        .containsExactly("shop.bank-2.public.customer-12@7", "shop.bank.public.customer-0@7");
    assertThat(places(PRICE)).containsExactly("landing:5feceb66@7");
  }

  @Test
  void areNotShownOnceTheyAreResolved() {
    DeadLetter letter = letter(TOPIC, 9, "{}");
    keep(letter);
    try (RowBatch batch = RowBatch.in(lake)) {
      batch.write(DeadLetters.in(lake, Zones.DEAD_LETTERS).tried(letter, null));
      batch.commit();
    }

    assertThat(read(KEYS, 9)).isEqualTo(new KeptLetters(List.of(), 0));
  }

  private List<String> places(TableDefinition table) {
    return KeptLetters.read(project(KEYS), List.of(table), 9).letters().stream()
        .map(KeptLetters.Kept::place)
        .toList();
  }

  private KeptLetters read(@Nullable MaskKeys keys, int limit) {
    return KeptLetters.read(project(keys), List.of(), limit);
  }

  private void keep(DeadLetter... kept) {
    DeadLetters letters = DeadLetters.in(lake, Zones.DEAD_LETTERS);
    try (RowBatch batch = RowBatch.in(lake)) {
      List.of(kept).forEach(letter -> batch.write(letters.letter(letter)));
      batch.commit();
    }
  }

  private static DeadLetter letter(String partition, long offset, String value) {
    return new DeadLetter(
        new SourcePosition(partition, offset), "refused", 0, null, value.getBytes(UTF_8), 0, null);
  }

  private Project project(@Nullable MaskKeys keys) {
    return new Project(
        "shop",
        new LakeDefinition(lake.warehouse()),
        Map.of(),
        Map.of(),
        Map.of(),
        Map.of(),
        Map.of(),
        null,
        Map.of(),
        keys == null ? null : new PrivacyDefinition(keys.versions(), keys.current()),
        Map.of(),
        Map.of(),
        Map.of());
  }

  /** A project that has one version of the key alone. */
  private static MaskKeys keys(int version) {
    return new MaskKeys(
        Map.of(version, new Secret("key %d of thirty-two letters, or more".formatted(version))),
        version);
  }
}

package io.lakebeam.privacy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lakebeam.secret.Secret;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SealTest {
  private static final byte[] BYTES = "Ebenezer Canary".getBytes(UTF_8);
  private static final String PLACE = "topic-0@17 value";

  private final Seal seal = new Seal(MaskRuleTest.keys(1));
  private final byte[] sealed = seal.close(BYTES, PLACE);

  @Test
  void givesBackWhatWasSealedAndShowsNothingOfIt() {
    assertThat(seal.open(sealed, PLACE)).isEqualTo(BYTES);
    assertThat(new String(sealed, UTF_8)).doesNotContain("Canary");
    assertThat(seal.close(BYTES, PLACE)).isNotEqualTo(sealed);
    assertThat(seal.open(seal.close(new byte[0], PLACE), PLACE)).isEmpty();
    assertThat(seal.close(null, PLACE)).isNull();
  }

  @Test
  void givesBackAsItIsWhatIsNotSealed() {
    assertThat(seal.open(BYTES, PLACE)).isEqualTo(BYTES);
    assertThat(seal.open(null, PLACE)).isNull();
    assertThat(Seal.isSealed(sealed)).isTrue();
    assertThat(Seal.isSealed(BYTES)).isFalse();
  }

  @Test
  void opensUnderAnEarlierVersionAfterTheKeyWasReplaced() {
    assertThat(new Seal(MaskRuleTest.keys(2)).open(sealed, PLACE)).isEqualTo(BYTES);
  }

  @Test
  void refusesBytesOfAnotherPlaceOrKeyOrThatWereChanged() {
    byte[] changed = sealed.clone();
    changed[changed.length - 20]++;
    Seal other =
        new Seal(
            new MaskKeys(Map.of(1, new Secret("a key of thirty-two letters, but another")), 1));

    assertThatThrownBy(() -> seal.open(sealed, "topic-0@18 value"))
        .isInstanceOf(PrivacyException.class)
        .hasMessageStartingWith("topic-0@18 value: the bytes are not what was encrypted there");
    assertThatThrownBy(() -> seal.open(changed, PLACE)).isInstanceOf(PrivacyException.class);
    assertThatThrownBy(() -> other.open(sealed, PLACE)).isInstanceOf(PrivacyException.class);
  }

  @Test
  void namesTheVersionThatIsMissing() {
    MaskKeys second =
        new MaskKeys(Map.of(2, new Secret("another key of thirty-two letters, or more")), 2);

    assertThatThrownBy(() -> new Seal(second).open(sealed, PLACE))
        .hasMessage(
            "it is encrypted under version 1 of the key, which is not there; found: 2; give it in the project file: privacy: {keys: {1: ...}}");
  }
}

package io.lakebeam.privacy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lakebeam.secret.Secret;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SealedStreamTest {
  private static final int PIECE = 1 << 20;
  private static final Seal SEAL = new Seal(new MaskKeys(Map.of(1, new Secret("k".repeat(40))), 1));

  @ParameterizedTest
  @ValueSource(ints = {0, 1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE})
  void whatIsClosedIsOpenedWhateverItsLength(int length) throws IOException {
    byte[] plain = random(length);

    byte[] closed = close(plain);

    assertThat(SealedStream.isSealed(closed)).isTrue();
    assertThat(open(closed)).isEqualTo(plain);
  }

  @Test
  void nothingThatIsCutOffChangedOrPutTogetherIsOpened() throws IOException {
    byte[] closed = close(random(2 * PIECE + 5));
    int head = 8 + 2 + 4;
    int piece = (closed.length - head - 5) / 2;

    for (int length : new int[] {0, 3, 9, head, head + 2, head + 100, closed.length - 1}) {
      assertThatThrownBy(() -> open(Arrays.copyOf(closed, length)))
          .as("%d bytes", length)
          .isInstanceOfAny(IOException.class, PrivacyException.class);
    }
    byte[] withoutLast = Arrays.copyOf(closed, closed.length - 5 - 4 - 40);
    assertThatThrownBy(() -> open(withoutLast))
        .isInstanceOfAny(IOException.class, PrivacyException.class);
    byte[] changed = closed.clone();
    changed[piece / 2] ^= 1;
    assertThatThrownBy(() -> open(changed)).isInstanceOf(PrivacyException.class);
    byte[] plain = closed.clone();
    plain[head + 4] ^= 1;
    assertThatThrownBy(() -> open(plain))
        .isInstanceOf(IOException.class)
        .hasMessage("it is damaged: a piece that is not encrypted");
    assertThatThrownBy(() -> open("id,name\n1,a\n".getBytes(UTF_8)))
        .isInstanceOf(IOException.class)
        .hasMessage("it is not encrypted, or by something else");
  }

  @Test
  void piecesInAnotherOrderOrWithoutTheLastAreNotOpened() throws IOException {
    byte[] closed = close(new byte[3 * PIECE]);
    int head = 8 + 2 + 4;
    int piece = (closed.length - head) / 3;
    byte[] swapped = closed.clone();
    System.arraycopy(closed, head, swapped, head + piece, piece);
    System.arraycopy(closed, head + piece, swapped, head, piece);

    assertThatThrownBy(() -> open(swapped)).isInstanceOf(PrivacyException.class);
    assertThatThrownBy(() -> open(Arrays.copyOf(closed, head + 2 * piece)))
        .isInstanceOf(PrivacyException.class);
  }

  private static byte[] random(int length) {
    byte[] plain = new byte[length];
    new Random(length).nextBytes(plain);
    return plain;
  }

  private static byte[] close(byte[] plain) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    SealedStream.close(new ByteArrayInputStream(plain), out, SEAL, "hash");
    return out.toByteArray();
  }

  private static byte[] open(byte[] closed) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    SealedStream.open(new ByteArrayInputStream(closed), out, SEAL);
    return out.toByteArray();
  }
}

package io.lakebeam.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakebeam.privacy.Sha256;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HashedStreamTest {
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 1 << 20, (1 << 20) + 1, 20_000_003})
  void hashesAllThatWasReadHoweverItWasRead(int size) throws IOException {
    Random random = new Random(size);
    byte[] bytes = new byte[size];
    random.nextBytes(bytes);

    try (HashedStream stream = new HashedStream(new ByteArrayInputStream(bytes))) {
      byte[] buffer = new byte[1 << 16];
      while (stream.read(buffer, 0, 1 + random.nextInt(buffer.length)) >= 0) {
        stream.skip(random.nextInt(100));
        stream.read();
      }

      assertThat(stream.hash()).isEqualTo(HexFormat.of().formatHex(Sha256.digest().digest(bytes)));
    }
  }
}

package io.lakebeam.landing;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakebeam.runner.RunnerName;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that are not in UTF-8, and bytes that are no text. */
class LandingEncodingsTest {
  @TempDir private Path folder;
  private LandingUnderTest landing;

  @BeforeEach
  void makeFolder() throws IOException {
    landing = new LandingUnderTest(folder);
  }

  @Test
  void bytesThatAreNoTextInTheEncodingAreADeadLetterOfTheirRecord() throws IOException {
    String header = "id,name,price,at,more\n";
    String row = "%d,%s,1,2026-01-01T00:00:00,%s\n";
    String text =
        header
            + row.formatted(1, "Zo\u00eb \u20ac5 \u201cx\u201d", "\u0152")
            + row.formatted(2, "no \u0001", "x")
            + row.formatted(3, "x", "no \u0001");
    byte[] windows = text.getBytes(Charset.forName("windows-1252"));
    for (int i = 0; i < windows.length; i++) {
      windows[i] = windows[i] == 1 ? (byte) 0x81 : windows[i];
    }
    landing.write("a.csv", windows);
    landing.write("b.csv", "id,name,price,at,more \u00eb\n".getBytes(StandardCharsets.UTF_16BE));
    byte[] marked = ("\uFEFF" + text).getBytes(StandardCharsets.UTF_16BE);
    for (int i = 0; i < marked.length; i += 2) {
      // Half of a pair of surrogates.
      marked[i] = marked[i] == 0 && marked[i + 1] == 1 ? (byte) 0xDC : marked[i];
    }
    landing.write("c.csv", marked);

    LandingResult result =
        landing.take(RunnerName.DIRECT, "*.csv", "format: csv, encoding: windows-1252");

    assertThat(result.taken()).isEqualTo(2);
    assertThat(result.refused())
        .singleElement()
        .asString()
        .startsWith("b.csv: line 1: no column 'id', 'name', 'price', 'at'; found: ");
    assertThat(landing.rows("silver.item_history", "id", "name"))
        .containsExactly("1 Zo\u00eb \u20ac5 \u201cx\u201d", "1 Zo\u00eb \u20ac5 \u201cx\u201d");
    String found =
        ": found bytes that are no text in windows-1252; if the file is written in another encoding, say which by 'encoding'";
    assertThat(landing.reasons())
        .containsExactly(
            "a.csv line 3: column 'name'" + found,
            "c.csv line 3: column 'name'" + found,
            "a.csv line 4: column 'more'" + found,
            "c.csv line 4: column 'more'" + found);
  }

  @Test
  void aHeaderThatIsNoTextInTheEncodingRefusesItsFile() throws IOException {
    landing.write(
        "a.csv", "id,name,price,at,Gr\u00f6\u00dfe\n".getBytes(StandardCharsets.ISO_8859_1));

    assertThat(landing.take(RunnerName.DIRECT, "*.csv", "format: csv").refused())
        .containsExactly(
            "a.csv: line 1: found bytes that are no text in UTF-8; if the file is written in another encoding, say which by 'encoding'");
  }
}

package io.lakebeam.landing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lakebeam.runner.RunnerName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackupTest {
  private static final String CSV = "format: csv";
  private static final String TEXT = "id,name,price,at\n1,Marmaduke,1,\nx,Canary,2,\n";

  @TempDir private Path folder;
  private LandingUnderTest landing;

  @BeforeEach
  void makeFolder() throws IOException {
    landing = new LandingUnderTest(folder);
  }

  @Test
  void eachFileThatIsTakenIsKeptOnceUnderItsTimeAsItCame() throws IOException {
    landing.write("a.csv", TEXT);
    landing.write("wrong.csv", "other,titles\n");
    landing.take(RunnerName.DIRECT, "*.csv", CSV);
    landing.write("copy.csv", TEXT);
    landing.write("b.csv", TEXT + "3,Bert,3,\n");
    landing.take(RunnerName.DIRECT, "*.csv", CSV);

    List<Path> kept = landing.backup();
    assertThat(kept)
        .extracting(file -> file.getFileName().toString())
        .containsExactly("a.csv", "b.csv");
    assertThat(kept.get(0)).hasContent(TEXT);
    assertThat(kept.get(1)).hasContent(TEXT + "3,Bert,3,\n");
    Instant first =
        LocalDateTime.parse(
                kept.get(0).getParent().getFileName().toString(),
                DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH-mm-ss.SSS'Z'"))
            .toInstant(ZoneOffset.UTC);
    assertThat(landing.rows("silver.item_history", "id", "_commit_lsn"))
        .anyMatch(row -> row.endsWith(" " + first.toEpochMilli()));
  }

  @Test
  void whatWasBegunIsMadeWholeWhenTheFileIsTakenAgain() throws IOException {
    landing.write("a.csv", TEXT);
    Path inTheWay = Files.writeString(folder.resolve("backup"), "");
    assertThatThrownBy(() -> landing.take(RunnerName.DIRECT, "*.csv", CSV))
        .isInstanceOf(LandingException.class)
        .hasMessageContaining("a.csv cannot be kept in the backup; it is not taken before it is");
    assertThat(landing.rows("silver.item", "id")).isEmpty();
    Files.delete(inTheWay);

    landing.take(RunnerName.DIRECT, "*.csv", CSV);

    assertThat(landing.backup())
        .singleElement()
        .satisfies(file -> assertThat(file).hasContent(TEXT));
  }

  @Test
  void ofATableWithMasksIsEncryptedAndRestoredByWhoHasTheKey() throws IOException {
    landing.keep("privacy: {keys: {1: \"${KEY_1}\", 2: \"${KEY_2}\"}, current: 1}");
    landing.declare("columns: {id: bigint, name: string}, mask: {name: hmac}");
    Path file = landing.write("a.csv", TEXT);
    landing.take(RunnerName.DIRECT, "*.csv", CSV);
    Path kept = landing.backup().get(0);
    Files.delete(file);
    assertThat(Files.readString(kept, ISO_8859_1)).doesNotContain("Marmaduke", "Canary", "id,name");

    landing.keep("privacy: {keys: {1: \"${KEY_1}\", 2: \"${KEY_2}\"}, current: 2}");
    Path restored = folder.resolve("restored.csv");
    Backup.restore(landing.project("*.csv", CSV), kept.toString(), restored);

    assertThat(restored).hasContent(TEXT);
    assertThatThrownBy(
            () -> Backup.restore(landing.project("*.csv", CSV), kept.toString(), restored))
        .hasMessageContaining("is there already; give another name");
    landing.keep("");
    landing.declare("columns: {id: bigint, name: string}");
    Path other = folder.resolve("other.csv");
    assertThatThrownBy(() -> Backup.restore(landing.project("*.csv", CSV), kept.toString(), other))
        .hasMessageContaining("is encrypted, and the project has no key");
    assertThat(other).doesNotExist();
    assertThatThrownBy(
            () -> Backup.restore(landing.project("*.csv", CSV), "/elsewhere/a.csv", other))
        .hasMessageContaining("/elsewhere/a.csv is in the backup of no source; there are: [");
  }
}

package io.lakebeam.landing;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakebeam.definition.Project;
import io.lakebeam.definition.ProjectFile;
import io.lakebeam.runner.RunnerName;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@link LandingCorpus} on the local disk. */
class LandingCorpusTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource(RunnerName.class)
  void everyRecordOfEachFileIsARowOrADeadLetterOrItsFileIsRefused(RunnerName runner)
      throws Exception {
    LandingCorpus corpus = LandingCorpus.read();
    Path landing = Files.createDirectories(folder.resolve("landing"));
    for (Map.Entry<String, byte[]> file : corpus.files().entrySet()) {
      Path written = Files.write(landing.resolve(file.getKey()), file.getValue());
      Files.setLastModifiedTime(written, FileTime.from(Instant.now().minusSeconds(3600)));
    }
    Project project =
        ProjectFile.read(
            Files.writeString(
                folder.resolve("project.yaml"),
                LandingCorpus.project("warehouse: ./lake", "./landing")),
            Map.of());

    Landing.of(project, runner).forEach(Landing::take);

    assertThat(LandingCorpus.found(new LandedRows(project.lake().open())))
        .isEqualTo(corpus.expected());
  }
}

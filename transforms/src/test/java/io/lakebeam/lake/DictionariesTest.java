package io.lakebeam.lake;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.io.LocalInputFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DictionariesTest {
  private static final String STATE = "state";

  @TempDir private Path folder;

  @Test
  void filesAreWrittenWithoutDictionariesAndCompactionMakesThem() throws Exception {
    Lake lake = Lake.at(folder.resolve("lake").toString());
    lake.create(Orders.CURRENT.withBuckets(1));
    write(lake, 0);
    write(lake, 1);
    Set<Path> written = files();

    Compaction.full(lake, Orders.CURRENT.name(), 1).run();

    Map<Path, Boolean> dictionaries = dictionariesOf(STATE);
    assertThat(written).hasSize(2).allSatisfy(file -> assertThat(dictionaries.get(file)).isFalse());
    assertThat(dictionaries).hasSize(3);
    dictionaries.keySet().removeAll(written);
    assertThat(dictionaries.values()).containsExactly(true);
  }

  private static void write(Lake lake, int first) {
    try (RowBatch batch = RowBatch.in(lake)) {
      IntStream.range(0, 1_000)
          .mapToObj(n -> Orders.row(2L * n + first, "open", false, n))
          .forEach(row -> batch.write(new LakeRow(Orders.CURRENT.name(), 0, row)));
      batch.commit();
    }
  }

  private Set<Path> files() throws IOException {
    try (Stream<Path> found = Files.walk(folder)) {
      return found.filter(file -> file.toString().endsWith(".parquet")).collect(Collectors.toSet());
    }
  }

  private Map<Path, Boolean> dictionariesOf(String column) throws IOException {
    Map<Path, Boolean> found = new TreeMap<>();
    for (Path file : files()) {
      found.put(file, columns(file).stream().anyMatch(chunk -> has(chunk, column)));
    }
    return found;
  }

  private static boolean has(ColumnChunkMetaData chunk, String column) {
    return chunk.getPath().toDotString().equals(column) && chunk.hasDictionaryPage();
  }

  private static List<ColumnChunkMetaData> columns(Path file) {
    try (ParquetFileReader reader = ParquetFileReader.open(new LocalInputFile(file))) {
      return reader.getFooter().getBlocks().stream()
          .flatMap(block -> block.getColumns().stream())
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

package io.lakebeam.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordCutterTest {
  private static final String PLAIN = "ab7é\u010E\u0A22";
  private static final String[] ENDS = {"\n", "\r\n", "\r"};

  /** FastCSV reads the whole file, and then each block as a file of its own. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6})
  void blocksThatAreReadOneByOneHaveTheRecordsOfTheWhole(int seed) throws IOException {
    String file = file(new Random(seed), 20_000);
    byte[] bytes = file.getBytes(UTF_8);
    List<List<String>> whole = records(file);

    RecordCutter single = RecordCutter.single(new ByteArrayInputStream(bytes), ';', '"', 1);
    List<List<String>> oneByOne = new ArrayList<>();
    for (TextBlock block = single.next(); block != null; block = single.next()) {
      List<List<String>> records = records(new String(block.raw(), UTF_8));
      assertThat(records).hasSize(1);
      oneByOne.addAll(records);
    }
    assertThat(oneByOne).isEqualTo(whole);

    RecordCutter blocks =
        RecordCutter.blocks(new ByteArrayInputStream(bytes), ';', '"', 0, 1, Long.MAX_VALUE);
    List<List<String>> byBlocks = new ArrayList<>();
    int count = 0;
    for (TextBlock block = blocks.next(); block != null; block = blocks.next()) {
      byBlocks.addAll(records(new String(block.raw(), UTF_8)));
      count++;
    }
    assertThat(byBlocks).isEqualTo(whole);
    assertThat(count).isGreaterThan(1);
  }

  @Test
  void withoutQuotesEveryLineIsARecordWhateverItsBytesAre() throws IOException {
    byte[] bytes = new byte[1024];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (i % 5 == 4 ? '\n' : 0xff - i % 3);
    }
    RecordCutter single =
        RecordCutter.single(
            new ByteArrayInputStream(bytes), RecordCutter.NONE, RecordCutter.NONE, 1);
    int count = 0;
    for (TextBlock block = single.next(); block != null; block = single.next()) {
      count++;
      assertThat(block.line()).isEqualTo(count);
    }
    assertThat(count).isEqualTo(205);
  }

  private static List<List<String>> records(String file) {
    List<List<String>> records = new ArrayList<>();
    try (CsvReader<CsvRecord> reader =
        CsvReader.builder()
            .fieldSeparator(';')
            .skipEmptyLines(false)
            .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
            .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
            .ofCsvRecord(file)) {
      reader.forEach(record -> records.add(record.getFields()));
    } catch (IOException e) {
      throw new IllegalStateException("a text is read", e);
    }
    return records;
  }

  private static String file(Random random, int records) {
    StringBuilder file = new StringBuilder();
    for (int i = 0; i < records; i++) {
      int fields = 1 + random.nextInt(8);
      for (int j = 0; j < fields; j++) {
        file.append(j == 0 ? "" : ";").append(field(random));
      }
      file.append(ENDS[random.nextInt(ENDS.length)]);
    }
    return file.toString();
  }

  /** Within quotes all may be; without, a quote is plain where it is not the first. */
  private static String field(Random random) {
    boolean isQuoted = random.nextInt(3) == 0;
    String letters = isQuoted ? PLAIN + ";;\"\"\r\n" : PLAIN + "\"";
    StringBuilder field = new StringBuilder();
    for (int left = random.nextInt(20); left > 0; left--) {
      char letter = letters.charAt(random.nextInt(letters.length()));
      field.append(!isQuoted && field.isEmpty() ? 'x' : letter);
    }
    return isQuoted ? '"' + field.toString().replace("\"", "\"\"") + '"' : field.toString();
  }
}

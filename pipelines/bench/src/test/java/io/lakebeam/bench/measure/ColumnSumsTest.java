package io.lakebeam.bench.measure;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Properties;
import org.junit.jupiter.api.Test;

class ColumnSumsTest {
  @Test
  void areTheSameInAnyOrderOfRowsAndInParts() {
    ColumnSums parts = sums();
    add(parts, 2, "two");
    ColumnSums other = sums();
    add(other, 1, "one");
    parts.add(other);
    ColumnSums whole = sums();
    add(whole, 1, "one");
    add(whole, 2, "two");
    assertThat(written(parts)).isEqualTo(written(whole)).containsEntry("rows", "2");
  }

  @Test
  void differWhenTwoRowsChangeValues() {
    ColumnSums right = sums();
    add(right, 1, "one");
    add(right, 2, "two");
    ColumnSums wrong = sums();
    add(wrong, 1, "two");
    add(wrong, 2, "one");
    assertThat(written(wrong)).isNotEqualTo(written(right));
  }

  private static ColumnSums sums() {
    return new ColumnSums("id", "name");
  }

  private static void add(ColumnSums sums, long key, String name) {
    sums.row(key);
    sums.value(0, key);
    sums.value(1, name.getBytes(UTF_8));
  }

  private static Properties written(ColumnSums sums) {
    Properties written = new Properties();
    sums.writeTo(written);
    return written;
  }
}

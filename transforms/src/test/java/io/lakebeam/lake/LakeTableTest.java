package io.lakebeam.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.apache.paimon.types.DataTypes;
import org.apache.paimon.types.RowType;
import org.junit.jupiter.api.Test;

class LakeTableTest {
  private static final LakeTable TABLE =
      LakeTable.of(
          TableName.of("silver", "orders"),
          RowType.builder()
              .field("id", DataTypes.BIGINT().notNull())
              .field("line", DataTypes.INT().notNull())
              .field("lsn", DataTypes.BIGINT())
              .build());

  @Test
  void refusesAKeyColumnThatIsNotThere() {
    assertThatThrownBy(() -> TABLE.withPrimaryKey(List.of("id", "number")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("table silver.orders has no column 'number'; it has: id, line, lsn");
  }

  @Test
  void refusesASequenceColumnThatIsNotThere() {
    assertThatThrownBy(() -> TABLE.withSequence(List.of("epoch")))
        .hasMessage("table silver.orders has no column 'epoch'; it has: id, line, lsn");
  }

  @Test
  void refusesABucketKeyOutsideTheKey() {
    assertThatThrownBy(() -> TABLE.withPrimaryKey(List.of("id")).withBucketKey(List.of("line")))
        .hasMessage("table silver.orders: the bucket key [line] must be part of the key [id]");
  }

  @Test
  void refusesNoBuckets() {
    assertThatThrownBy(() -> TABLE.withBuckets(0))
        .hasMessage("table silver.orders: buckets must be at least 1, found 0");
  }

  @Test
  void refusesToBeMadeWithoutAKey() {
    assertThatThrownBy(TABLE::schema)
        .hasMessage("table silver.orders has no key; without one nothing can be written once");
  }

  @Test
  void saysHowItIsHashedAndOrdered() {
    var options =
        TABLE
            .withPrimaryKey(List.of("id", "line"))
            .withBucketKey(List.of("id"))
            .withSequence(List.of("lsn"))
            .withBuckets(3)
            .schema()
            .options();

    assertThat(options)
        .containsEntry("bucket", "3")
        .containsEntry("bucket-key", "id")
        .containsEntry("sequence.field", "lsn")
        .containsEntry("write-only", "true");
  }
}

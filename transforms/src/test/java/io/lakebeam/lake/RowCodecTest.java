package io.lakebeam.lake;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.apache.paimon.data.BinaryString;
import org.apache.paimon.data.GenericRow;
import org.apache.paimon.types.DataTypes;
import org.apache.paimon.types.RowType;
import org.junit.jupiter.api.Test;

class RowCodecTest {
  private final RowCodec codec = RowCodec.of(RowType.of(DataTypes.STRING()));

  @Test
  void rowsOfEveryLengthKeepTheirBytesWhenLaterOnesAreEncoded() {
    List<byte[]> rows = new ArrayList<>();
    for (int length = 0; length < 600; length++) {
      rows.add(codec.encode(GenericRow.of(BinaryString.fromString("a".repeat(length)))));
      codec.encode(GenericRow.of(BinaryString.fromString("b".repeat(length))));
    }

    for (int length = 0; length < 600; length++) {
      assertThat(codec.decode(rows.get(length)).getString(0).toString())
          .isEqualTo("a".repeat(length));
    }
  }
}

package io.lakebeam.lake;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.apache.paimon.data.BinaryString;
import org.apache.paimon.data.GenericRow;
import org.apache.paimon.types.DataTypes;
import org.apache.paimon.types.RowType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourceEpochsTest {
  @TempDir private Path folder;
  private Lake lake;

  @BeforeEach
  void openLake() {
    lake = Lake.at(folder.toString());
  }

  @Test
  void anotherIdentityIsAnotherLifeOfTheSameCapture() {
    SourceEpochs epochs = SourceEpochs.in(lake);

    assertThat(epochs.life("bank", "one")).isEqualTo(new SourceLife(1, "one", 1, true));
    assertThat(epochs.life("bank", "two")).isEqualTo(new SourceLife(2, "two", 1, true));
    assertThat(epochs.life("shop", "two")).isEqualTo(new SourceLife(1, "two", 1, true));
    assertThat(epochs.life("bank", "one").number()).isEqualTo(1);
  }

  @Test
  void aCaptureThatIsBegunAnewIsANewLifeAndWholeWhenItIsFinished() {
    SourceEpochs epochs = SourceEpochs.in(lake);
    epochs.life("bank", "one");

    SourceLife begun = epochs.begin("bank", "one");
    assertThat(begun).isEqualTo(new SourceLife(2, "one", 2, false));
    assertThat(epochs.life("bank", "one")).isEqualTo(begun);

    assertThat(epochs.finish("bank", begun)).isEqualTo(new SourceLife(2, "one", 2, true));
    assertThat(SourceEpochs.known(lake, "bank"))
        .containsExactly(new SourceLife(1, "one", 1, true), new SourceLife(2, "one", 2, true));
  }

  @Test
  void livesOfALakeThatKnewOneCaptureAreWhole() throws Exception {
    LakeTable before =
        LakeTable.of(
                TableName.of("lakebeam", "source_epochs"),
                RowType.builder()
                    .field("source", DataTypes.STRING().notNull())
                    .field("epoch", DataTypes.INT().notNull())
                    .field("identity", DataTypes.STRING())
                    .build())
            .withPrimaryKey(List.of("source", "epoch"));
    new SmallTable(lake, before)
        .write(
            List.of(
                GenericRow.of(BinaryString.fromString("bank"), 1, BinaryString.fromString("one"))));

    assertThat(SourceEpochs.in(lake).life("bank", "one"))
        .isEqualTo(new SourceLife(1, "one", 1, true));
  }

  @Test
  void aLakeWithoutSourcesKnowsNoneAndIsLeftAlone() {
    assertThat(SourceEpochs.known(lake, "bank")).isEmpty();
    assertThat(lake.tables()).isEmpty();
  }
}

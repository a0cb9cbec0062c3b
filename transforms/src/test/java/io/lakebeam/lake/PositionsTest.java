package io.lakebeam.lake;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PositionsTest {
  @TempDir private Path folder;
  private Lake lake;

  @BeforeEach
  void openLake() {
    lake = Lake.at(folder.toString());
  }

  @Test
  void theSlowerOfTwoWritersMovesNoPositionBack() throws Exception {
    Positions.Writer faster = new Positions.Writer(lake);
    Positions.Writer slower = new Positions.Writer(lake);

    faster.write(Map.of("bank.customer-0", 10L, "bank.account-0", 2L));
    slower.write(Map.of("bank.customer-0", 7L, "bank.account-0", 3L));

    assertThat(Positions.known(lake))
        .isEqualTo(Map.of("bank.customer-0", 10L, "bank.account-0", 3L));
  }

  @Test
  void aPositionThatIsSetBackMovesOnFromThere() throws Exception {
    Positions.Writer writer = new Positions.Writer(lake);
    writer.write(Map.of("bank.customer-0", 10L, "bank.account-0", 2L));

    Positions.in(lake).reset(Map.of("bank.customer-0", 0L));
    writer.write(Map.of("bank.customer-0", 4L));

    assertThat(Positions.known(lake))
        .isEqualTo(Map.of("bank.customer-0", 4L, "bank.account-0", 2L));
  }

  @Test
  void whatMovesNothingCommitsNothing() throws Exception {
    Positions.Writer writer = new Positions.Writer(lake);
    writer.write(Map.of("bank.customer-0", 10L));
    long commits = commits();

    writer.write(Map.of("bank.customer-0", 10L));
    Positions.in(lake).reset(Map.of());

    assertThat(commits()).isEqualTo(commits);
  }

  private long commits() {
    return lake.open(TableName.of("lakebeam", "positions")).snapshotManager().latestSnapshotId();
  }
}

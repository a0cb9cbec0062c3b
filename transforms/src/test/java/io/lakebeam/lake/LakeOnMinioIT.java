package io.lakebeam.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lakebeam.store.Fault;
import io.lakebeam.store.FaultRule;
import io.lakebeam.store.LocalStore;
import io.lakebeam.store.Requests;
import io.lakebeam.store.Stores;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract, and what takes long and is the same on every store. */
class LakeOnMinioIT extends LakeOnS3Contract {
  @Override
  LocalStore start(Path folder) {
    return Stores.minio(folder, "lake");
  }

  @Test
  void threeProcessesLoseNothingWhenOneIsKilled(@TempDir Path folder) throws Exception {
    new ThreeWriters(lake, folder).loseNothing();
  }

  @Test
  void errorsWithoutEndBecomeAnErrorThatNamesTheTable() {
    lake.create(Orders.CURRENT);
    FaultRule refused = proxy.on(Requests.put("/orders/manifest/"), Fault.answer(503));

    assertThatThrownBy(() -> commit(1))
        .isInstanceOf(LakeException.class)
        .hasMessageStartingWith("table silver.orders: a commit failed, and so did reading")
        .hasStackTraceContaining("503");

    assertThat(refused.applied()).isBetween(10, 100);
    proxy.heal();
    assertThat(lake.snapshot(TABLE)).isZero();
  }
}

package io.lakebeam.lake;

import io.lakebeam.store.LocalStore;
import io.lakebeam.store.Stores;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LakeOnMinioIT extends LakeOnS3Contract {
  @Override
  LocalStore start(Path folder) {
    return Stores.minio(folder, "lake");
  }

  @Test
  void threeProcessesLoseNothingWhenOneIsKilled(@TempDir Path folder) throws Exception {
    new ThreeWriters(lake, folder).loseNothing();
  }
}

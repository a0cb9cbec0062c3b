package io.lakebeam.lake;

import io.lakebeam.store.LocalStore;
import io.lakebeam.store.Stores;
import java.nio.file.Path;

class LakeOnMinioIT extends LakeOnS3Contract {
  @Override
  LocalStore start(Path folder) {
    return Stores.minio(folder, "lake");
  }
}

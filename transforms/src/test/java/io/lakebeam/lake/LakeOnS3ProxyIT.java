package io.lakebeam.lake;

import io.lakebeam.store.LocalStore;
import io.lakebeam.store.Stores;
import java.nio.file.Path;

class LakeOnS3ProxyIT extends LakeOnS3Contract {
  @Override
  LocalStore start(Path folder) {
    return Stores.s3Proxy(folder, "lake");
  }
}

package io.lakebeam.contract;

import java.util.Locale;

/** Where the lake is. */
enum StoreKind {
  DISK,
  MINIO,
  S3PROXY;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}

package io.lakebeam.torture;

import java.util.Comparator;

/**
 * A version as the lake's history or current table holds it.
 *
 * @param version the row, its change's operation and LSN
 * @param epoch the source's life
 * @param commitLsn with the epoch before and the LSN after it: the order of changes
 */
record LakeVersion(Version version, int epoch, long commitLsn) {
  static final Comparator<LakeVersion> ORDER =
      Comparator.comparingInt(LakeVersion::epoch)
          .thenComparingLong(LakeVersion::commitLsn)
          .thenComparingLong(found -> found.version().lsn());
}

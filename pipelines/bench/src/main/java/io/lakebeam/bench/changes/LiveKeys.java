package io.lakebeam.bench.changes;

/** Which keys are there, in no order, and the number of each one's version. */
final class LiveKeys {
  private final int[] keys;
  private final int[] versions;
  private int count;
  private int next;

  /** Keys 1 to {@code existing} are there; at most {@code most} ever will have been. */
  LiveKeys(int existing, int most) {
    keys = new int[most];
    versions = new int[most];
    while (count < existing) {
      insert();
    }
  }

  int count() {
    return count;
  }

  int key(int at) {
    return keys[at];
  }

  /** Adds the next key at version 0 and returns it. */
  int insert() {
    next++;
    keys[count] = next;
    versions[count] = 0;
    count++;
    return next;
  }

  /** The number of the key's new version. */
  int update(int at) {
    versions[at]++;
    return versions[at];
  }

  /** Takes the key out; the version it had. */
  int delete(int at) {
    int version = versions[at];
    count--;
    keys[at] = keys[count];
    versions[at] = versions[count];
    return version;
  }
}

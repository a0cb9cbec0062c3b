package io.lakebeam.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lakebeam.secret.Secret;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LakeTest {
  private static final ObjectStore STORE =
      ObjectStore.at("http://127.0.0.1:9000").withKeys("writer", new Secret("canary-s3"));
  private static final LockDatabase LOCKS =
      new LockDatabase("jdbc:postgresql://127.0.0.1:5432/l", "locker", new Secret("canary-locks"));

  @Test
  void showsNoSecret() {
    Lake lake = Lake.at("s3://lake/warehouse").withStore(STORE).withLocks(LOCKS);

    assertThat(lake.toString()).contains("s3://lake/warehouse", "***").doesNotContain("canary");
  }

  @Test
  void aFolderTakesNeitherStoreNorLocks() {
    Lake lake = Lake.at("/data/lake");

    assertThatThrownBy(() -> lake.withStore(STORE))
        .isInstanceOf(LakeException.class)
        .hasMessageStartingWith(
            "warehouse /data/lake: an object store and a lock database are for");
    assertThatThrownBy(() -> lake.withLocks(LOCKS)).isInstanceOf(LakeException.class);
  }

  @Test
  void manyMayMakeATableAtOnce(@TempDir Path folder) throws Exception {
    int many = 8;
    CyclicBarrier together = new CyclicBarrier(many);
    ExecutorService threads = Executors.newFixedThreadPool(many);
    try {
      List<Future<Long>> made = new ArrayList<>();
      for (int i = 0; i < many; i++) {
        made.add(
            threads.submit(
                () -> {
                  together.await();
                  return Lake.at(folder.toString()).create(Orders.CURRENT);
                }));
      }
      for (Future<Long> version : made) {
        assertThat(version.get()).isZero();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void aLakeOnS3NeedsItsStore() {
    Lake lake = Lake.at("s3://lake/warehouse").withLocks(LOCKS);

    assertThatThrownBy(() -> lake.snapshot(Orders.CURRENT.name()))
        .isInstanceOf(LakeException.class)
        .hasMessage(
            "warehouse s3://lake/warehouse: whose store is it? name it with Lake.withStore(...)");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"hdfs://lake", "s3a://lake/warehouse", "s3:///warehouse", "http://lake/warehouse"})
  void refusesOtherPlaces(String warehouse) {
    assertThatThrownBy(() -> Lake.at(warehouse))
        .isInstanceOf(LakeException.class)
        .hasMessage(
            "warehouse %s: must be a folder's path or s3://bucket/path".formatted(warehouse));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1:9000",
        "ftp://127.0.0.1",
        "http://writer:canary@127.0.0.1",
        "http://127.0.0.1/lake",
        "http://127.0.0.1?key=canary"
      })
  void refusesAnEndpointThatIsNone(String endpoint) {
    assertThatThrownBy(() -> ObjectStore.at(endpoint))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "object store: endpoint must be http://host:port or https://host, without user, path or"
                + " query");
  }

  @Test
  void namesBucketsInTheHostAtAmazonAlone() {
    assertThat(ObjectStore.at("https://s3.eu-central-1.amazonaws.com").addressing())
        .isEqualTo(ObjectStore.Addressing.VIRTUAL_HOST);
    assertThat(STORE.addressing()).isEqualTo(ObjectStore.Addressing.PATH);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc:postgresql://db/locks?password=canary",
        "jdbc:postgresql://locker:canary@db/locks",
        "jdbc:mysql://db/locks"
      })
  void refusesALockDatabaseThatIsNone(String url) {
    assertThatThrownBy(() -> new LockDatabase(url, "locker", new Secret("x")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("lock database: url must")
        .hasMessageNotContaining("canary");
  }
}

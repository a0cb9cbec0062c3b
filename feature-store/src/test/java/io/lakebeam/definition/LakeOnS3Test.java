package io.lakebeam.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** One change to a right lake on S3, one message. */
class LakeOnS3Test {

  private static final String LOCKS =
      """
        locks:
          url: jdbc:postgresql://127.0.0.1:5432/locks
          user: locker
          password: ${LOCKS_PASSWORD}
      """;

  @TempDir Path folder;

  static Stream<Arguments> problems() {
    return Stream.of(
        arguments(
            LOCKS,
            "",
            "line 2: 'lake.locks' is missing: an object store has no locks, and without them"
                + " commits of two writers overwrite each other; give the PostgreSQL that keeps"
                + " them: locks: {url: jdbc:postgresql://host:port/database, user: ..., password:"
                + " ${LOCKS_PASSWORD}}"),
        arguments(
            "s3://lake/warehouse",
            "./lake",
            "line 3: 'lake.warehouse' is a folder, which the operating system locks; endpoint,"
                + " region, access-key, secret-key and locks are for s3://bucket/path"),
        arguments(
            "s3://lake/warehouse",
            "hdfs://lake/warehouse",
            "line 3: 'lake.warehouse' must be a folder's path or s3://bucket/path"),
        arguments(
            "s3://lake/warehouse",
            "s3:///warehouse",
            "line 3: 'lake.warehouse' must name a bucket: s3://bucket/path"),
        arguments("  access-key: writer\n", "", "line 2: 'lake.access-key' is missing"),
        arguments(
            "http://127.0.0.1:9000",
            "http://writer:hunter2@127.0.0.1:9000",
            "line 4: 'lake.endpoint' must be http://host:port or https://host, without user, path"
                + " or query"),
        arguments(
            "${S3_SECRET_KEY}",
            "hunter2",
            "line 6: 'lake.secret-key' must come from a variable alone, never from the file: write"
                + " ${S3_SECRET_KEY} and set that in the environment"),
        arguments(
            "${LOCKS_PASSWORD}",
            "hunter2",
            "line 10: 'lake.locks.password' must come from a variable alone, never from the file:"
                + " write ${LOCKS_PASSWORD} and set that in the environment"),
        arguments(
            "jdbc:postgresql://127.0.0.1:5432/locks",
            "jdbc:mysql://127.0.0.1/locks",
            "line 8: 'lake.locks.url' must be a JDBC URL that begins with jdbc:postgresql:"));
  }

  @ParameterizedTest
  @MethodSource("problems")
  void tellsWhatIsWrong(String right, String wrong, String message) {
    assertThat(Shop.LAKE_ON_S3).contains(right);
    String lake = Shop.LAKE_ON_S3.replace(right, wrong);

    assertThat(Shop.problems(folder, Shop.with(Shop.LAKE + "\n", lake)))
        .allSatisfy(problem -> assertThat(problem).doesNotContain("hunter2"))
        .containsExactly("project.yaml " + message);
  }

  @Test
  void hasNoOtherProblemWithoutLocks() {
    String lake = Shop.LAKE_ON_S3.replace(LOCKS, "");

    assertThat(Shop.problems(folder, Shop.with(Shop.LAKE + "\n", lake))).hasSize(1);
  }

  @Test
  void anUnsetSecretIsNamed() {
    String lake = Shop.LAKE_ON_S3.replace("${S3_SECRET_KEY}", "${NOWHERE}");

    assertThat(Shop.problems(folder, Shop.with(Shop.LAKE + "\n", lake)))
        .containsExactly(
            "project.yaml line 6: 'lake.secret-key' needs the variable NOWHERE, which is not set or"
                + " empty; set it in the environment");
  }
}

package io.lakebeam.database;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests on a real PostgreSQL and a real MariaDB, which a class has for itself.
 *
 * <pre>{@code
 * @ParameterizedTest
 * @MethodSource("databases")
 * void rowsAreThere(DatabaseUnderTest database) {}
 * }</pre>
 */
public abstract class OnBothDatabases {
  private static final List<DatabaseUnderTest> DATABASES = new ArrayList<>();

  @TempDir private static Path servers;

  @BeforeAll
  static void startDatabases() {
    DATABASES.add(DatabaseUnderTest.mariaDb(servers.resolve("mariadb")));
    DATABASES.add(DatabaseUnderTest.postgres(servers.resolve("postgres")));
  }

  @AfterAll
  static void stopDatabases() throws Exception {
    for (DatabaseUnderTest database : DATABASES) {
      database.server().close();
    }
    DATABASES.clear();
  }

  protected static Stream<DatabaseUnderTest> databases() {
    return DATABASES.stream();
  }

  /** One of them, {@code postgresql} or {@code mariadb}. */
  protected static DatabaseUnderTest database(String name) {
    return databases().filter(one -> one.toString().equals(name)).findFirst().orElseThrow();
  }

  /** In each of them. */
  protected static void execute(Statements statements) throws Exception {
    for (DatabaseUnderTest database : DATABASES) {
      database.execute(statements.of(database));
    }
  }

  /** Statements as a database wants them. */
  protected interface Statements {
    String[] of(DatabaseUnderTest database);
  }
}

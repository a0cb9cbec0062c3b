package io.lakebeam.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lakebeam.database.DatabaseUnderTest;
import io.lakebeam.database.OnBothDatabases;
import io.lakebeam.runner.Runner;
import io.lakebeam.runner.RunnerName;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.paimon.data.GenericRow;
import org.apache.paimon.types.DataField;
import org.apache.paimon.types.DataType;
import org.apache.paimon.types.DataTypes;
import org.apache.paimon.types.RowType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PublishSqlIT extends OnBothDatabases {
  @TempDir private Path folder;
  private PublishedLake lake;

  @BeforeEach
  void empty() throws Exception {
    lake = new PublishedLake(folder);
    execute(
        database ->
            new String[] {
              "DROP TABLE IF EXISTS customers", "DROP TABLE IF EXISTS lakebeam_published"
            });
  }

  @ParameterizedTest
  @MethodSource("databases")
  void aTableIsMadeAndItsValuesAreTheLakes(DatabaseUnderTest database) throws Exception {
    lake.commit(List.of(PublishedLake.row(5, 1), PublishedLake.row(7, 1)));

    assertThat(publish(database)).containsEntry("written", 2L).containsEntry("deleted", 0L);

    assertThat(
            database.query(
                "SELECT id, name, country, version, paid, ratio, open, born, seen FROM customers ORDER BY id"))
        .containsExactly(
            "5|Anna \"5\", of\nnowhere|AT|1|0.05|1.25|%s|1970-01-06|1970-01-01 00:00:00.000005"
                .formatted(database.isMariaDb() ? "0" : "f"),
            "7|Anna \"7\", of\nnowhere|null|1|0.07|1.75|%s|1970-01-08|1970-01-01 00:00:00.000007"
                .formatted(database.isMariaDb() ? "0" : "f"));
    assertThat(
            database.query(
                "SELECT id FROM customers WHERE updated_at = %s"
                    .formatted(
                        database.isMariaDb()
                            ? "'1969-12-31 23:59:59.999995'"
                            : "'1969-12-31 23:59:59.999995Z'")))
        .containsExactly("5");
  }

  @ParameterizedTest
  @MethodSource("databases")
  void onlyWhatChangedIsWrittenDeletesAreDeletedAndNothingNewIsNothingDone(
      DatabaseUnderTest database) throws Exception {
    lake.commit(2_500, 1);
    assertThat(publish(database)).containsEntry("written", 2_500L);
    assertThat(publish(database)).containsEntry("written", 0L).containsEntry("unchanged", true);

    lake.commit(List.of(PublishedLake.row(7, 3), PublishedLake.deletion(8, 3)));
    // An old event that comes again: what it added to the table is not the newest of its key.
    lake.commit(List.of(PublishedLake.row(7, 2), PublishedLake.row(8, 2)));
    lake.commit(List.of(PublishedLake.row(2_501, 3)));

    Runner other = database.isMariaDb() ? RunnerName.FLINK : RunnerName.DIRECT;
    for (boolean isFirst : List.of(true, false)) {
      assertThat(lake.publish(other, output(database)))
          .containsEntry("written", isFirst ? 2L : 0L)
          .containsEntry("deleted", isFirst ? 1L : 0L)
          .containsEntry("unchanged", !isFirst);
      assertThat(
              database.query(
                  "SELECT version, count(*) FROM customers GROUP BY version ORDER BY version"))
          .containsExactly("1|2498", "3|2");
      assertThat(database.query("SELECT id FROM customers WHERE id IN (7, 8, 2501) ORDER BY id"))
          .containsExactly("7", "2501");
    }
  }

  @ParameterizedTest
  @MethodSource("databases")
  void whereChangesCannotBeToldAllIsComparedAndWhatTheLakeHasNotGoes(DatabaseUnderTest database)
      throws Exception {
    lake.commit(10, 1);
    publish(database);
    // As a database that was put back to an earlier state: this lake never had that snapshot.
    database.execute(
        "UPDATE lakebeam_published SET committed_millis = 1",
        "INSERT INTO customers (id, version) VALUES (99, 1)",
        "UPDATE customers SET version = 9 WHERE id = 3");
    lake.commit(List.of(PublishedLake.deletion(4, 2)));

    assertThat(publish(database)).containsEntry("written", 9L).containsEntry("deleted", 2L);

    assertThat(database.query("SELECT count(*), max(id), max(version) FROM customers"))
        .containsExactly("9|10|1");
    assertThat(database.query("SELECT snapshot FROM lakebeam_published")).containsExactly("2");
  }

  @ParameterizedTest
  @MethodSource("databases")
  void columnsAreAddedAndWidenedAndWhatCannotFollowIsRefused(DatabaseUnderTest database)
      throws Exception {
    database.execute(
        "CREATE TABLE customers (id int PRIMARY KEY, version smallint, paid numeric(5, 1), ours int, name varchar(3))");
    lake.commit(10, 1);

    publish(database);

    assertThat(
            database.query("SELECT id, version, paid, ours, country FROM customers WHERE id = 5"))
        .containsExactly("5|1|0.05|null|AT");
    RowType wider = withColumn(DataTypes.BIGINT());
    lake.create(wider);
    GenericRow row = rowWith(5_000_000_000L);
    lake.commit(wider, List.of(row));
    publish(database);
    assertThat(database.query("SELECT more FROM customers WHERE id = 5"))
        .containsExactly("5000000000");

    database.execute(
        "ALTER TABLE customers DROP COLUMN more", "ALTER TABLE customers ADD more date");
    lake.commit(11, 2);
    assertThatThrownBy(() -> publish(database))
        .isInstanceOf(PublishException.class)
        .hasMessageContaining("column 'more' of customers of jdbc:" + database)
        .hasMessageContaining(
            "is a date there, and the lake has BIGINT; change it there to bigint, or leave it out under columns");
  }

  @ParameterizedTest
  @MethodSource("databases")
  void aTableThatWasNotPublishedIsLeftAlone(DatabaseUnderTest database) throws Exception {
    lake.commit(1, 1);
    database.execute(
        "CREATE TABLE customers (id bigint PRIMARY KEY)", "INSERT INTO customers VALUES (7)");

    assertThatThrownBy(() -> publish(database))
        .isInstanceOf(PublishException.class)
        .hasMessageContaining("has rows that were not published; empty it, or name another table");
    database.execute("DROP TABLE customers", "CREATE TABLE customers (id bigint)");
    assertThatThrownBy(() -> publish(database))
        .hasMessageContaining("has the primary key []; it must be that of the lake's table: [id]");
    assertThat(database.query("SELECT count(*) FROM customers")).containsExactly("0");
  }

  @ParameterizedTest
  @MethodSource("databases")
  void twoAtOnceEndWithTheRowsOfTheNewest(DatabaseUnderTest database) throws Exception {
    lake.commit(1_000, 1);
    Publish publish = Publish.of(lake.project(output(database)), RunnerName.DIRECT);
    List<CompletableFuture<Void>> both = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      both.add(CompletableFuture.runAsync(() -> runOrThrow(publish)));
    }
    both.forEach(CompletableFuture::join);

    assertThat(database.query("SELECT count(*) FROM customers")).containsExactly("1000");
  }

  @Test
  void rowsThatAreAsTheyShouldBeAreNotWrittenAgain() throws Exception {
    DatabaseUnderTest postgres = database("postgresql");
    lake.commit(5, 1);
    publish(postgres);
    List<String> before = postgres.query("SELECT xmin FROM customers ORDER BY id");
    lake.commit(List.of(PublishedLake.row(3, 1), PublishedLake.row(4, 2)));

    publish(postgres);

    List<String> after = postgres.query("SELECT xmin FROM customers ORDER BY id");
    assertThat(after.subList(0, 3)).isEqualTo(before.subList(0, 3));
    assertThat(after.get(3)).isNotEqualTo(before.get(3));
  }

  private static void runOrThrow(Publish publish) {
    try {
      publish.run(List.of());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private Map<String, Object> publish(DatabaseUnderTest database) throws IOException {
    return lake.publish(RunnerName.DIRECT, output(database));
  }

  private String output(DatabaseUnderTest database) {
    lake.secret(database.password());
    return database.output("customers");
  }

  private static RowType withColumn(DataType type) {
    List<DataField> fields = new ArrayList<>(PublishedLake.SOURCE.getFields());
    fields.add(new DataField(fields.size(), "more", type));
    return new RowType(fields);
  }

  /** Row 5, version 2, with a value in its last column. */
  private static GenericRow rowWith(Object last) {
    GenericRow from = PublishedLake.row(5, 2);
    GenericRow row = new GenericRow(from.getFieldCount() + 1);
    int own = PublishedLake.SOURCE.getFieldCount();
    for (int i = 0; i < own; i++) {
      row.setField(i, from.getField(i));
    }
    row.setField(own, last);
    for (int i = own; i < from.getFieldCount(); i++) {
      row.setField(i + 1, from.getField(i));
    }
    return row;
  }
}

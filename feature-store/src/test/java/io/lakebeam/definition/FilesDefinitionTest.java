package io.lakebeam.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.lakebeam.file.FileColumn;
import io.lakebeam.file.FileFormat;
import io.lakebeam.file.FileLayout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FilesDefinitionTest {
  private static final String SOURCE = "{type: files, path: \"./landing/*.csv\", format: csv}";
  private static final String TABLE =
      "{from: landing, key: [id], columns: {id: bigint, price: {type: \"decimal(10,2)\", title: Unit price}}}";

  @TempDir private Path folder;

  @Test
  void aProjectOfFilesAloneIsRead() throws IOException {
    Project project = read(SOURCE, TABLE);

    FilesDefinition source = project.files().get("landing");
    assertThat(source.path()).isEqualTo(folder.resolve("landing/*.csv").toString());
    assertThat(source.layout()).isEqualTo(FileLayout.of(FileFormat.CSV));
    assertThat(project.sources()).isEmpty();
    assertThat(project.captured()).isEmpty();
    TableDefinition table = project.table("price");
    assertThat(table.eventTime()).isEqualTo(TableDefinition.COMMIT_TIME);
    assertThat(table.columns())
        .containsExactly(
            new FileColumn("id", "id", "bigint"),
            new FileColumn("price", "Unit price", "decimal(10,2)"));
  }

  @Test
  void aStoreMayTellOfNewObjects() throws IOException {
    String told =
        SOURCE.replace(
            "\"./landing/*.csv\", format: csv",
            "\"s3://lake/*.csv\", format: csv, notifications: {kafka: \"h:9092\", topic: landing}");

    assertThat(read(told, TABLE).files().get("landing").notifications())
        .contains(new NotificationsDefinition("h:9092", "landing"));
    assertThat(read(told, TABLE).version()).isEqualTo(read(SOURCE, TABLE).version());
  }

  @Test
  void aPathIsNoPartOfTheFingerprintAndALayoutIs() throws IOException {
    String version = read(SOURCE, TABLE).version();

    assertThat(read(SOURCE.replace("./landing", "/elsewhere"), TABLE).version()).isEqualTo(version);
    assertThat(read(SOURCE.replace("csv}", "csv, decimal: \",\"}"), TABLE).version())
        .isNotEqualTo(version);
  }

  static Stream<Arguments> problems() {
    return Stream.of(
        arguments(
            SOURCE.replace("format: csv", "format: xlsx"),
            TABLE,
            "line 4: 'sources.landing.format' must be one of csv, json, parquet, avro, found 'xlsx'"),
        arguments(
            SOURCE.replace("format: csv", "format: csv, seperator: x"),
            TABLE,
            "line 4: 'sources.landing.seperator' is not a known key"),
        arguments(
            SOURCE.replace("format: csv", "format: csv, separator: abc"),
            TABLE,
            "line 4: 'sources.landing.separator' must be one character, found 'abc'"),
        arguments(
            SOURCE.replace("format: csv", "format: parquet, decimal: \",\""),
            TABLE,
            "line 4: 'sources.landing.decimal' is for csv and json; the values of parquet files have types of their own"),
        arguments(
            SOURCE.replace("format: csv", "format: csv, backup: \"s3://kept/landing\""),
            TABLE,
            "line 4: 'sources.landing.backup' must be where the path is, a folder of this machine, found 's3://kept/landing'"),
        arguments(
            SOURCE.replace(
                "format: csv", "format: csv, notifications: {kafka: \"h:9092\", topic: t}"),
            TABLE,
            "line 4: 'sources.landing.notifications' are what a store writes of its objects; the path is of this machine"),
        arguments(
            SOURCE.replace(
                "format: csv", "format: csv, notifications: {kafka: \"h:9092\", topic: a b}"),
            TABLE,
            "line 4: 'sources.landing.notifications.topic' must be a topic of Kafka, letters, digits, '.', '_' and '-', found 'a b'"),
        arguments(
            SOURCE
                .replace("format: csv", "format: csv, backup: ./landing/kept/")
                .replace("*.csv", "**/*.csv"),
            TABLE,
            "line 4: 'sources.landing.backup' is looked into for new files by the path, found '"),
        arguments(
            SOURCE,
            TABLE.replace("}}}", "}}, mask: {prise: redact}}"),
            "line 6: 'tables.price.mask.prise' "),
        arguments(
            SOURCE,
            TABLE.replace("}}}", "}}, mask: {price: hmac}}"),
            "line 6: 'tables.price.mask.price' mask 'hmac' is not for a column of type DECIMAL(10, 2); allowed: constant, redact, bucket"),
        arguments(
            SOURCE,
            TABLE.replace("}}}", "}}, clean: {price: {sql: upper(price)}}}"),
            "line 6: 'tables.price.clean.price.sql' step 'sql' takes an SQL expression of a text, which it calls 'text'; found 'upper(price)': Unknown identifier 'price'"),
        arguments(
            SOURCE,
            TABLE.replace("}}}", "}}, latest-by: prise}"),
            "line 6: 'tables.price.latest-by' names the column 'prise', which does not exist; defined: id, price; did you mean 'price'?"),
        arguments(
            SOURCE,
            TABLE.replace("}}}", "}}, latest-by: price, mask: {price: redact}}"),
            "line 6: 'tables.price.latest-by' names the column 'price', whose values are masked: masks have no order"),
        arguments(
            SOURCE.replace("format: csv", "format: csv, encoding: utf-9"),
            TABLE,
            "line 4: 'sources.landing.encoding' must be an encoding that Java knows"),
        arguments(
            SOURCE.replace("format: csv", "format: csv, dates: \"dd.bb\""),
            TABLE,
            "line 4: 'sources.landing.dates' must be a pattern of Java's DateTimeFormatter such as"
                + " dd.MM.yyyy, found 'dd.bb'"),
        arguments(
            SOURCE.replace("./landing", "ftp://landing"),
            TABLE,
            "line 4: 'sources.landing.path' must be a path of this machine or s3://bucket/prefix"),
        arguments(
            SOURCE,
            TABLE.replace("bigint", "bigin"),
            "line 6: 'tables.price.columns.id' must be one of int, bigint, decimal(P,S), double,"
                + " boolean, string, date, timestamp, timestamptz, found 'bigin'; did you mean"
                + " 'bigint'?"),
        arguments(
            SOURCE,
            TABLE.replace("key: [id]", "key: [idd]"),
            "line 6: 'tables.price.key' names the column 'idd', which does not exist; defined: id,"
                + " price; did you mean 'id'?"),
        arguments(
            SOURCE,
            TABLE.replace("bigint", "double"),
            "line 6: 'tables.price.key' names the column 'id' of type double, of which equal values"
                + " may be written differently"),
        arguments(
            SOURCE,
            TABLE.replace("key:", "event-time: price, key:"),
            "line 6: 'tables.price.event-time' names the column 'price' of type decimal(10,2);"
                + " allowed: timestamp, timestamptz"),
        arguments(
            SOURCE,
            TABLE.replace("from: landing", "from: landin"),
            "line 6: 'tables.price.from' names the source of files 'landin', which does not exist;"
                + " defined: landing; did you mean 'landing'?"),
        arguments(
            SOURCE,
            TABLE.replace("from: landing", "from: landing.public.price"),
            "line 6: 'tables.price.columns' are for tables from files"));
  }

  @ParameterizedTest
  @MethodSource("problems")
  void whatIsWrongIsToldWithItsLine(String source, String table, String message) {
    assertThatThrownBy(() -> read(source, table))
        .isInstanceOf(ProjectFileException.class)
        .hasMessageContaining(message);
  }

  private Project read(String source, String table) throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("project.yaml"),
            "project: p\nlake: {warehouse: ./lake}\nsources:\n  landing: %s\ntables:\n  price: %s\n"
                .formatted(source, table));
    return ProjectFile.read(file, Map.of());
  }
}

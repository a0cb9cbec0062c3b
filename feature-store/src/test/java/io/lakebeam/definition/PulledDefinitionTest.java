package io.lakebeam.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.lakebeam.pull.Paging;
import io.lakebeam.secret.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PulledDefinitionTest {
  private static final String JDBC =
      "{type: jdbc, url: \"jdbc:mariadb://db/shop\", user: reader, password: \"${PASSWORD}\", table: shop.customer, watermark: at, overlap: 10m}";
  private static final String REST =
      "{type: rest, url: \"https://crm.test/a\", token: \"${PASSWORD}\", records: /data, paging: cursor, next: /meta/cursor, parameter: after, watermark: at, overlap: 1d, since: updated_since}";
  private static final String TABLE =
      "{from: shop, key: [id], columns: {id: bigint, at: timestamp, name: string}}";

  @TempDir private Path folder;

  @Test
  void aTableOfADatabaseIsReadWithWhatIsUsualInThePlaceOfWhatIsNotSaid() throws IOException {
    Project project = read(JDBC, TABLE);

    assertThat(project.pulled().get("shop"))
        .isEqualTo(
            new JdbcDefinition(
                "shop",
                "jdbc:mariadb://db/shop",
                "reader",
                new Secret("canary"),
                "shop.customer",
                new WatermarkDefinition("at", "10m"),
                null,
                Duration.ofMinutes(1),
                50_000,
                1_000));
    assertThat(project.toString()).doesNotContain("canary");
    assertThat(project.captured()).isEmpty();
  }

  @Test
  void pagesAreReadWithWhatIsUsualInThePlaceOfWhatIsNotSaid() throws IOException {
    assertThat(read(REST, TABLE).pulled().get("shop"))
        .isEqualTo(
            new RestDefinition(
                "shop",
                "https://crm.test/a",
                "Authorization",
                new Secret("canary"),
                "/data",
                new Paging(Paging.Kind.CURSOR, "/meta/cursor", "after", 1),
                new WatermarkDefinition("at", "1d"),
                "updated_since",
                null,
                Duration.ofMinutes(1),
                10));
    assertThat(read(REST, TABLE).version())
        .isEqualTo(read(REST.replace("crm.test", "other.test"), TABLE).version());
  }

  @Test
  void whereADatabaseIsAndHowItIsReadAreNoPartOfTheFingerprintAndAWatermarkIs() throws IOException {
    String version = read(JDBC, TABLE).version();

    assertThat(
            read(JDBC.replace("//db/", "//other/").replace("10m}", "10m, every: 5s}"), TABLE)
                .version())
        .isEqualTo(version);
    assertThat(read(JDBC.replace("10m", "20m"), TABLE).version()).isNotEqualTo(version);
  }

  static Stream<Arguments> problems() {
    return Stream.of(
        arguments(
            JDBC.replace(", overlap: 10m", ""),
            TABLE,
            "line 4: 'sources.shop.watermark' needs an 'overlap', how far back is read again"),
        arguments(
            JDBC.replace("watermark: at, ", ""),
            TABLE,
            "line 4: 'sources.shop.overlap' is of a watermark, and there is none"),
        arguments(
            JDBC.replace("10m", "ten"),
            TABLE,
            "line 4: 'sources.shop.overlap' must be how far back is read again: a time such as 10m"),
        arguments(
            JDBC.replace("10m", "1000"),
            TABLE,
            "line 4: 'sources.shop.overlap' must be a time such as 10m, as 'at' is a timestamp; found '1000'"),
        arguments(
            JDBC.replace("watermark: at", "watermark: id"),
            TABLE,
            "line 4: 'sources.shop.overlap' must be a count such as 1000, as 'id' is a bigint; found '10m'"),
        arguments(
            JDBC.replace("watermark: at", "watermark: ta"),
            TABLE,
            "line 4: 'sources.shop.watermark' names the column 'ta', which does not exist; defined: id, at, name"),
        arguments(
            JDBC.replace("watermark: at", "watermark: name"),
            TABLE,
            "line 4: 'sources.shop.watermark' names the column 'name' of type string; allowed: int, bigint, timestamp, timestamptz"),
        arguments(
            JDBC,
            TABLE.replace("string}}", "string}, mask: {at: {truncate: day}}}"),
            "line 4: 'sources.shop.watermark' names the column 'at', which is masked or cleaned in table 'customer'"),
        arguments(
            JDBC.replace("\"${PASSWORD}\"", "canary"),
            TABLE,
            "line 4: 'sources.shop.password' must come from a variable alone, never from the file: write ${SHOP_PASSWORD}"),
        arguments(
            JDBC.replace("db/shop", "db/shop?password=x"),
            TABLE,
            "line 4: 'sources.shop.url' must not hold a user or a password"),
        arguments(
            JDBC.replace("10m}", "10m, every: 0s}"),
            TABLE,
            "line 4: 'sources.shop.every' must be a time such as 30s, 90m, 12h or 7d, found '0s'"),
        arguments(
            JDBC.replace("10m}", "10m, part-rows: 0}"),
            TABLE,
            "line 4: 'sources.shop.part-rows' must be 1 or more, found 0"),
        arguments(
            REST.replace(", since: updated_since", ""),
            TABLE,
            "line 4: 'sources.shop.watermark' needs 'since', what the query calls it"),
        arguments(
            REST.replace("paging: cursor", "paging: header"),
            TABLE,
            "line 4: 'sources.shop.next' is for paging by link and cursor; this is 'header'"),
        arguments(
            REST.replace("paging: cursor", "paging: scroll"),
            TABLE,
            "line 4: 'sources.shop.paging' must be one of none, link, header, page, offset, cursor, found 'scroll'"),
        arguments(
            REST.replace("/data", "data"),
            TABLE,
            "line 4: 'sources.shop.records' must be a JSON pointer such as /data/items, found 'data'"),
        arguments(
            REST.replace("https://crm.test/a", "https://me:canary@crm.test/a"),
            TABLE,
            "line 4: 'sources.shop.url' must be an address that begins with https:// or http://"),
        arguments(
            REST.replace("\"${PASSWORD}\"", "canary"),
            TABLE,
            "line 4: 'sources.shop.token' must come from a variable alone, never from the file: write ${SHOP_TOKEN}"),
        arguments(
            JDBC,
            TABLE.replace("from: shop", "from: shoop"),
            "line 6: 'tables.customer.from' names the source of files, or one that is pulled, 'shoop', which does not exist"));
  }

  @ParameterizedTest
  @MethodSource("problems")
  void whatIsWrongIsToldWithItsLine(String source, String table, String told) {
    assertThatThrownBy(() -> read(source, table))
        .hasMessageContaining(told)
        .message()
        .doesNotContain("canary");
  }

  private Project read(String source, String table) throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("project.yaml"),
            """
            project: pulled
            lake: {warehouse: ./lake}
            sources:
              shop: %s
            tables:
              customer: %s
            privacy: {keys: {1: "${KEY_1}"}, current: 1}
            """
                .formatted(source, table)
                .replace(
                    table.contains("mask")
                        ? "\0"
                        : "privacy: {keys: {1: \"${KEY_1}\"}, current: 1}",
                    ""));
    return ProjectFile.read(file, Map.of("PASSWORD", "canary", "KEY_1", "1".repeat(40)));
  }
}

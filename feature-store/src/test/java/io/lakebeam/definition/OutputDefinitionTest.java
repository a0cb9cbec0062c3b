package io.lakebeam.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class OutputDefinitionTest {
  private static final String FILES =
      "{from: price, to: files, path: out/prices, format: csv, partition-by: [id]}";
  private static final String JDBC =
      "{from: price, to: jdbc, url: \"jdbc:mariadb://db/shop\", user: lake, password: \"${PASSWORD}\", table: shop.prices}";

  @TempDir private Path folder;

  @Test
  void anOutputSaysWhatGoesWhere() throws IOException {
    OutputDefinition output = read(FILES).output("prices");

    assertThat(output.columns()).isEmpty();
    assertThat(output.target())
        .isEqualTo(
            new FilesOutput(
                folder.resolve("out/prices").toString(),
                FilesOutput.Format.CSV,
                List.of("id"),
                2,
                Optional.empty()));
    JdbcOutput jdbc = (JdbcOutput) read(JDBC).output("prices").target();
    assertThat(jdbc.table()).isEqualTo("shop.prices");
    assertThat(jdbc.password().reveal()).isEqualTo("hidden");
    assertThat(jdbc.toString()).doesNotContain("hidden");
  }

  @Test
  void aNameIsShortEnoughForTablesThatAreNamedAfterIt() {
    assertThatThrownBy(
            () ->
                new OutputDefinition(
                    "o".repeat(41),
                    "price",
                    List.of(),
                    new FilesOutput(
                        "/out", FilesOutput.Format.CSV, List.of(), 1, Optional.empty())))
        .hasMessage("'name' must have 40 letters at most, found 41");
  }

  @Test
  void whatIsPublishedIsNoPartOfTheFingerprint() throws IOException {
    assertThat(read(FILES).version()).isEqualTo(read(JDBC).version());
  }

  static Stream<Arguments> problems() {
    return Stream.of(
        arguments(
            FILES.replace("price,", "prise,"),
            "line 8: 'outputs.prices.from' names the table or feature view 'prise', which does not exist; defined: price; did you mean 'price'?"),
        arguments(
            FILES.replace("files", "file"),
            "line 8: 'outputs.prices.to' must be one of files, jdbc, found 'file'; did you mean 'files'?"),
        arguments(
            FILES.replace("csv", "cvs"),
            "line 8: 'outputs.prices.format' must be one of parquet, csv, found 'cvs'"),
        arguments(
            FILES.replace("out/prices", "http://out/prices"),
            "line 8: 'outputs.prices.path' must be a path of this machine or s3://bucket/prefix, found 'http://out/prices'"),
        arguments(
            FILES.replace("[id]", "[id], keep: 0"),
            "line 8: 'outputs.prices.keep' must be 1 or more, found 0"),
        arguments(
            FILES.replace("[id]", "[id], columns: [price]"),
            "line 8: 'outputs.prices.partition-by[0]' names 'id', which is not among columns: price"),
        arguments(
            FILES.replace("[id]", "[id], table: prices"),
            "line 8: 'outputs.prices.table' is not a known key; allowed: from, to, columns, path, format"),
        arguments(
            JDBC.replace("${PASSWORD}", "hidden"),
            "line 8: 'outputs.prices.password' must come from a variable alone, never from the file: write ${OUTPUT_PASSWORD}"),
        arguments(
            JDBC.replace("mariadb", "oracle"),
            "line 8: 'outputs.prices.url' must be a JDBC URL that begins with jdbc:postgresql: or jdbc:mariadb:"),
        arguments(
            JDBC.replace("shop.prices", "a.b.c"), "line 8: 'outputs.prices.table' must match"));
  }

  @ParameterizedTest
  @MethodSource("problems")
  void tellsWhatIsWrong(String output, String problem) {
    assertThatThrownBy(() -> read(output))
        .isInstanceOf(ProjectFileException.class)
        .hasMessageContaining(problem);
  }

  private Project read(String output) throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("project.yaml"),
            """
            project: prices
            lake: {warehouse: ./lake}
            sources:
              landing: {type: files, path: "./landing/*.csv", format: csv}
            tables:
              price: {from: landing, key: [id], columns: {id: bigint, price: double}}
            outputs:
              prices: %s
            """
                .formatted(output));
    return ProjectFile.read(file, Map.of("PASSWORD", "hidden"));
  }
}

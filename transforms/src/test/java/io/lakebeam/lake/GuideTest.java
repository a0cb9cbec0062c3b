package io.lakebeam.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.transforms.Count;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.values.PCollection;
import org.apache.paimon.types.DataTypes;
import org.apache.paimon.types.RowType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GuideTest {
  private static final Path MAIN = Path.of("src/main/java/io/lakebeam/lake/package-info.java");
  private static final Path CODE = Path.of("src/test/java/io/lakebeam/lake/Guide.java");
  private static final Pattern EXAMPLE =
      Pattern.compile("<pre>\\{@code\\n(.*?)\\n \\* \\}</pre>", Pattern.DOTALL);

  private static final List<String> ORDER = List.of("version");

  @TempDir private Path folder;

  @Test
  void everyExampleOfTheDocumentationIsCodeThatCompiles() throws IOException {
    String code = withoutSpace(Files.readString(CODE));
    List<String> examples = new ArrayList<>();
    Matcher example = EXAMPLE.matcher(Files.readString(MAIN));
    while (example.find()) {
      examples.add(example.group(1).replaceAll("(?m)^ \\* ?", ""));
    }

    assertThat(examples).hasSizeGreaterThan(8);
    assertThat(examples).allSatisfy(text -> assertThat(code).contains(withoutSpace(text)));
  }

  @Test
  void everyMetricIsInTheDocumentation() throws IOException {
    String guide = Files.readString(MAIN);
    Pattern metric = Pattern.compile("Metrics\\.\\w+\\(\\s*LakeIO\\.class, \"(\\w+)\"\\)");
    List<String> metrics = new ArrayList<>();
    try (var files = Files.list(MAIN.getParent())) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Matcher found = metric.matcher(Files.readString(file));
        while (found.find()) {
          metrics.add(found.group(1));
        }
      }
    }

    assertThat(metrics).hasSizeGreaterThan(9);
    assertThat(metrics)
        .allSatisfy(name -> assertThat(guide).contains("<tr><td>{@code " + name + "}</td>"));
  }

  @Test
  void theExamplesRun() {
    String warehouse = folder.resolve("lake").toString();
    Guide.firstPipeline(warehouse, RowsInTables.options());
    Lake lake = Lake.at(warehouse);
    upsert(lake, new Sale("de", 1, 1, "open"), new Sale("de", 2, 1, "open"));
    upsert(lake, new Sale("de", 1, 2, null));

    Pipeline pipeline = Pipeline.create(RowsInTables.options());
    PCollection<Long> alive = Guide.read(lake, pipeline).apply("Count", Count.globally());
    PAssert.that(alive).containsInAnyOrder(1L);
    PAssert.that(Guide.changes(lake, pipeline).apply("Count changes", Count.globally()))
        .containsInAnyOrder(1L);
    pipeline.run().waitUntilFinish();

    assertThat(RowsInTables.read(lake, "bronze.sale")).hasSize(2);
    assertThat(Guide.positions(lake)).isEmpty();
    assertThat(Guide.maintain(lake).table()).isEqualTo(TableName.parse("silver.sales_de"));
  }

  @Test
  void refusedElementsAreWrittenByAReplayOnceTheirTableHoldsThem() throws Exception {
    Lake lake = Lake.at(folder.resolve("lake").toString());
    TableName table = TableName.parse("silver.sale");
    lake.create(
        LakeTable.of(table, type(4)).withPrimaryKey(List.of("orderId")).withSequence(ORDER));
    WriteRows<Sale> upsert = LakeIO.<Sale>upsert(lake).to(table).withFixedTables();
    RowsInTables.run(
        Create.of(new Sale("de", 1, 1, "open"), new Sale("de", 2, 1, "cancelled")),
        upsert.withDeadLetters(TableName.parse("bronze.dead_letters")));
    assertThat(RowsInTables.read(lake, "silver.sale")).hasSize(1);
    assertThat(unresolved(lake)).isOne();

    assertThatThrownBy(() -> replay(lake, upsert))
        .hasStackTraceContaining("a text of 9 characters does not fit");
    assertThat(unresolved(lake)).isOne();

    lake.evolve(table, type(10), Map.of());
    replay(lake, upsert);

    assertThat(RowsInTables.read(lake, "silver.sale"))
        .containsExactly(
            "{country=de, orderId=1, state=open, version=1}",
            "{country=de, orderId=2, state=cancelled, version=1}");
    assertThat(unresolved(lake)).isZero();
  }

  private static void replay(Lake lake, WriteRows<Sale> upsert) throws Exception {
    Pipeline pipeline = Pipeline.create(RowsInTables.options());
    Coder<Sale> coder = pipeline.getSchemaRegistry().getSchemaCoder(Sale.class);
    Guide.replay(lake, pipeline, coder, upsert);
    pipeline.run().waitUntilFinish();
  }

  private static RowType type(int letters) {
    return RowType.builder()
        .field("country", DataTypes.STRING())
        .field("orderId", DataTypes.BIGINT().notNull())
        .field("version", DataTypes.BIGINT().notNull())
        .field("state", DataTypes.VARCHAR(letters))
        .build();
  }

  private static int unresolved(Lake lake) {
    int[] unresolved = new int[1];
    lake.read(TableName.parse("bronze.dead_letters"), List.of(DeadLetters.RESOLVED))
        .forEach(row -> unresolved[0] += row.getBoolean(0) ? 0 : 1);
    return unresolved[0];
  }

  private static void upsert(Lake lake, Sale... sales) {
    Pipeline pipeline = Pipeline.create(RowsInTables.options());
    Guide.upsert(lake, pipeline.apply(Create.of(List.of(sales))));
    pipeline.run().waitUntilFinish();
  }

  private static String withoutSpace(String text) {
    return text.replaceAll("\\s+", "");
  }
}

package io.lakebeam.bench.files;

import io.lakebeam.bench.measure.OursJava;
import io.lakebeam.cli.Lakebeam;
import io.lakebeam.lake.Lake;
import io.lakebeam.lake.Zones;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Who does the work. */
enum Side {
  OURS_FLINK,
  OURS_DIRECT,
  SPARK,
  DUCKDB;

  static final String KEY = "0123456789abcdef0123456789abcdef0123456789abcdef";

  private static final String PROJECT =
      """
      project: bench
      lake: {warehouse: ./lake}
      privacy: {keys: {1: "${BENCH_KEY}"}, current: 1}
      sources:
        landing: {type: files, path: "%s", format: csv}
      tables:
        orders:
          from: landing
          key: [id]
          columns: {id: bigint, order_no: string, customer: int, name: string, phone: string, city: string,
                    country: string, product: string, quantity: int, price: "decimal(12,2)", discount: double,
                    paid: boolean, ordered: date, updated_at: timestamp, note: string}
          mask: {phone: hmac}
          expect:
            - {column: name, not-null: true, severity: quarantine}
            - {column: quantity, between: [1, 1000], severity: quarantine}
            - {column: price, between: [0, 100000], severity: quarantine}
            - {column: country, in: [HU, PL, PT, AT, "NO", IE, DE, FR], severity: quarantine}
            - {column: order_no, matches: "A-[0-9]{8}", severity: quarantine}
      """;

  boolean isOurs() {
    return this == OURS_FLINK || this == OURS_DIRECT;
  }

  /** Runs it once, in an empty folder. */
  SideRun run(Path csv, Path folder, Path python) throws IOException, InterruptedException {
    Map<String, String> environment = Map.of("BENCH_KEY", KEY);
    if (!isOurs()) {
      String script = name().toLowerCase(Locale.ROOT) + "_side.py";
      Path copy = folder.resolve(script);
      try (InputStream in = Side.class.getResourceAsStream("/files/" + script)) {
        Files.copy(in, copy);
      }
      return SideRun.of(
          List.of(python.toString(), copy.toString(), csv.toString(), output(folder)),
          environment,
          folder);
    }
    Path project =
        Files.writeString(folder.resolve("project.yaml"), PROJECT.formatted(csv.toString()));
    List<String> command = OursJava.command();
    command.addAll(List.of(Lakebeam.class.getName(), "ingest", "--once"));
    command.addAll(List.of("--runner=" + (this == OURS_FLINK ? "FlinkRunner" : "DirectRunner")));
    command.addAll(List.of("--project", project.toString(), "--log", "ingest.log"));
    return SideRun.of(command, environment, folder);
  }

  private String output(Path folder) {
    return folder.resolve(this == SPARK ? "out" : "out.parquet").toString();
  }

  /** What was made, by what all sides must agree on: rows, and sums over them. */
  Content content(Path folder) throws IOException {
    return isOurs()
        ? Content.of(Lake.at(folder.resolve("lake").toString()), Zones.current("orders"))
        : Content.ofParquet(output(folder) + (this == SPARK ? "/*.parquet" : ""));
  }
}

package io.lakebeam.lake;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.io.GenerateSequence;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.values.Row;

/** Writes to hundreds of tables in one pipeline, in a JVM of its own. */
final class ManyTablesProcess {
  static final int TABLES = 200;
  static final int ROWS = 40_000;
  private static final Schema SCHEMA =
      Schema.builder().addInt64Field("id").addInt64Field("version").addStringField("text").build();

  private ManyTablesProcess() {}

  /** {@code warehouse}, {@code BY_STATE} or {@code BY_BUNDLE}. */
  public static void main(String[] arguments) {
    Lake lake = Lake.at(arguments[0]);
    WriteRows<Long> write =
        LakeIO.<Long>upsert(lake)
            .to(number -> table((int) (number % TABLES)))
            .withRows(ManyTablesProcess::row)
            .withKey("id")
            .withOrder("version")
            .withBuckets(2);
    Pipeline pipeline = Pipeline.create(RowsInTables.options());
    pipeline
        .apply(GenerateSequence.from(0).to(ROWS))
        .apply(WriteRowsTest.Gathering.valueOf(arguments[1]).of(write));
    pipeline.run().waitUntilFinish();
  }

  static TableName table(int number) {
    return TableName.of("silver", "table_%03d".formatted(number));
  }

  private static Row row(long number) {
    return Row.withSchema(SCHEMA)
        .addValues(number, number, "the text of row number " + number)
        .build();
  }

  static Process start(Path warehouse, WriteRowsTest.Gathering gathering, String... flags)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx1g");
    command.addAll(List.of(flags));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(ManyTablesProcess.class.getName(), warehouse.toString()));
    command.add(gathering.name());
    return new ProcessBuilder(command).inheritIO().start();
  }
}

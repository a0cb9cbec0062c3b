package io.lakebeam.lake;

import io.lakebeam.secret.Secret;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Wait;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.Row;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.joda.time.Duration;

/** The code of the package's documentation; {@link GuideTest} holds the two together. */
final class Guide {
  private Guide() {}

  static void firstPipeline(String warehouse, PipelineOptions options) {
    Lake lake = Lake.at(warehouse);
    Pipeline pipeline = Pipeline.create(options);
    pipeline
        .apply("Sales", Create.of(new Sale("de", 1, 1, "open"), new Sale("fr", 2, 1, "paid")))
        .apply(
            "Append",
            LakeIO.<Sale>append(lake, "country", "orderId").to(TableName.parse("bronze.sale")));
    pipeline.run().waitUntilFinish();
  }

  static void upsert(Lake lake, PCollection<Sale> sales) {
    sales.apply(
        "Upsert",
        LakeIO.<Sale>upsert(lake)
            .to(sale -> TableName.of("silver", "sales_" + sale.country))
            .withKey("orderId")
            .withOrder("version")
            .withDeletes(sale -> sale.state == null)
            .withDeadLetters(TableName.parse("bronze.dead_letters"))
            .via(write -> write.withCommitInterval(Duration.standardSeconds(10))));
  }

  static Schema renamed() {
    Schema renamed =
        Schema.builder()
            .addInt64Field("id")
            .addField(
                Schema.Field.nullable("mail", Schema.FieldType.STRING)
                    .withOptions(
                        Schema.Options.builder()
                            .setOption(WriteRows.RENAMED_FROM, Schema.FieldType.STRING, "email")
                            .build()))
            .build();
    return renamed;
  }

  static void replay(Lake lake, Pipeline pipeline, Coder<Sale> coder, WriteRows<Sale> upsert) {
    PCollection<DeadLetter> letters =
        pipeline.apply("Letters", LakeIO.deadLetters(lake, TableName.parse("bronze.dead_letters")));
    PCollection<CommittedRows> written =
        letters.apply("Decode", ParDo.of(new LettersToSales(coder))).apply("Again", upsert);
    letters
        .apply("After that", Wait.on(written))
        .apply("Resolve", ParDo.of(new ResolveLetters(lake)))
        .setCoder(LakeRecordCoder.of())
        .apply("Letters again", LakeIO.write(lake));
  }

  static PCollection<Row> read(Lake lake, Pipeline pipeline) {
    PCollection<Row> alive =
        pipeline.apply(
            "Alive",
            LakeIO.read(lake, TableName.parse("silver.sales_de"))
                .withColumns(List.of("orderId", "state"))
                .withFilter(RowFilter.isNotTrue("_deleted"))
                .asRows());
    return alive;
  }

  static PCollection<TableChange> changes(Lake lake, Pipeline pipeline) {
    PCollection<TableChange> changes =
        pipeline.apply(
            "Changes", LakeIO.changes(lake, TableName.parse("silver.sales_de")).between(1, 2));
    return changes;
  }

  static Map<String, Long> positions(Lake lake) {
    Map<String, Long> positions = Positions.in(lake).read();
    return positions;
  }

  static Lake onS3(Secret secretKey, Secret password) {
    Lake shared =
        Lake.at("s3://lake/warehouse")
            .withStore(ObjectStore.at("http://127.0.0.1:9000").withKeys("writer", secretKey))
            .withLocks(new LockDatabase("jdbc:postgresql://db:5432/locks", "lakebeam", password));
    return shared;
  }

  static MaintainedTable maintain(Lake lake) {
    MaintainedTable done =
        Maintenance.of(lake)
            .retainingFor(java.time.Duration.ofDays(7))
            .run(TableName.parse("silver.sales_de"));
    return done;
  }

  /** Elements that were dead letters. */
  static final class LettersToSales extends DoFn<DeadLetter, Sale> {
    private static final long serialVersionUID = 1L;
    private final Coder<Sale> coder;

    LettersToSales(Coder<Sale> coder) {
      this.coder = coder;
    }

    @ProcessElement
    public void process(@Element DeadLetter letter, OutputReceiver<Sale> out) {
      try {
        out.output(coder.decode(new ByteArrayInputStream(letter.value())));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** Marks letters. */
  static final class ResolveLetters extends DoFn<DeadLetter, LakeRecord> {
    private static final long serialVersionUID = 1L;
    private final Lake lake;
    private transient @Nullable DeadLetters letters;

    ResolveLetters(Lake lake) {
      this.lake = lake;
    }

    @Setup
    public void setup() {
      letters = DeadLetters.in(lake, TableName.parse("bronze.dead_letters"));
    }

    @ProcessElement
    public void process(@Element DeadLetter letter, OutputReceiver<LakeRecord> out) {
      out.output(LakeRecord.of(List.of(letters.tried(letter, null))));
    }
  }
}

package io.lakebeam.offline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lakebeam.change.ChangeColumns;
import io.lakebeam.definition.EntityDefinition;
import io.lakebeam.definition.FeatureViewDefinition;
import io.lakebeam.definition.LakeDefinition;
import io.lakebeam.definition.Project;
import io.lakebeam.definition.SourceDefinition;
import io.lakebeam.definition.TableDefinition;
import io.lakebeam.lake.Lake;
import io.lakebeam.lake.LakeException;
import io.lakebeam.lake.LakeIO;
import io.lakebeam.lake.LakeRecord;
import io.lakebeam.lake.LakeRecordCoder;
import io.lakebeam.lake.LakeRow;
import io.lakebeam.lake.LakeTable;
import io.lakebeam.lake.RowCodec;
import io.lakebeam.lake.Zones;
import io.lakebeam.secret.Secret;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;
import org.apache.paimon.data.BinaryString;
import org.apache.paimon.data.GenericRow;
import org.apache.paimon.data.InternalRow;
import org.apache.paimon.data.Timestamp;
import org.apache.paimon.types.DataType;
import org.apache.paimon.types.DataTypes;
import org.apache.paimon.types.RowType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The join against one that looks at every version for every label. */
class PointInTimeJoinTest {
  private static final long START = 1_700_000_000_000_000L;
  private static final RowType SILVER =
      ChangeColumns.addTo(
          RowType.builder()
              .field("shop", DataTypes.STRING().notNull())
              .field("number", DataTypes.INT().notNull())
              .field("age", DataTypes.INT())
              .field("city", DataTypes.STRING())
              .field("updated_at", DataTypes.TIMESTAMP_WITH_LOCAL_TIME_ZONE(6))
              .build());

  @TempDir private Path folder;
  private Lake lake;
  private LakeTable history;
  private FeatureView view;

  /** A version; null times are those of rows that have none of their own. */
  private record Version(
      String shop,
      int number,
      Integer age,
      Long micros,
      long commitLsn,
      long lsn,
      boolean deleted) {
    private static final long SOURCE_DELAY_MILLIS = 5;

    private long sourceMillis() {
      return START / 1_000 + SOURCE_DELAY_MILLIS + lsn;
    }

    private long knownFrom() {
      return micros == null ? sourceMillis() * 1_000 : micros;
    }
  }

  private record Label(String shop, Integer number, Long micros, int id) {}

  @BeforeEach
  void makeHistory() {
    lake = Lake.at(folder.resolve("lake").toString());
    history =
        LakeTable.of(Zones.history("customer"), SILVER)
            .withPrimaryKey(List.of("shop", "number", "_epoch", "_commit_lsn", "_lsn"))
            .withBucketKey(List.of("shop", "number"))
            .withBuckets(2);
    lake.create(history);
    Project project = project();
    view = FeatureView.of(project, project.view("profile"), lake);
    lake.create(view.table());
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void isWhatABruteForceJoinFinds(long seed) {
    Random random = new Random(seed);
    List<Version> versions = versions(random);
    materialize(versions);
    List<Label> labels = labels(random, versions);

    assertJoined(labels, DataTypes.TIMESTAMP_WITH_LOCAL_TIME_ZONE(6), expected(labels, versions));
  }

  @Test
  void aVersionOfTheLabelsOwnMicrosecondIsKnownAndOneOfTheNextIsNot() {
    materialize(
        List.of(
            new Version("a", 1, 30, START, 1, 1, false),
            new Version("a", 1, 31, START + 1, 1, 2, false)));

    assertJoined(
        List.of(
            new Label("a", 1, START - 1, 1),
            new Label("a", 1, START, 2),
            new Label("a", 1, START + 1, 3)),
        DataTypes.TIMESTAMP(6),
        List.of("1:null", "2:30", "3:31"));
  }

  @Test
  void ofOneEventTimeTheLaterCommitIsKnown() {
    materialize(
        List.of(
            new Version("a", 1, 31, START, 2, 1, false),
            new Version("a", 1, 30, START, 1, 9, false)));

    assertJoined(List.of(new Label("a", 1, START, 1)), DataTypes.TIMESTAMP(6), List.of("1:31"));
  }

  @Test
  void aTimeInMillisecondsIsReadAsOne() {
    materialize(List.of(new Version("a", 1, 30, START, 1, 1, false)));

    assertJoined(
        List.of(new Label("a", 1, START - 1_000, 1), new Label("a", 1, START, 2)),
        DataTypes.TIMESTAMP_WITH_LOCAL_TIME_ZONE(3),
        List.of("1:null", "2:30"));
  }

  @Test
  void aRowWithoutAnEventTimeIsKnownFromItsCommit() {
    Version version = new Version("a", 1, 30, null, 1, 1, false);
    materialize(List.of(version));

    assertJoined(
        List.of(
            new Label("a", 1, version.knownFrom() - 1, 1),
            new Label("a", 1, version.knownFrom(), 2)),
        DataTypes.TIMESTAMP(6),
        List.of("1:null", "2:30"));
  }

  @Test
  void aViewWithoutAnyRowKnowsNobody() {
    assertJoined(List.of(new Label("a", 1, START, 1)), DataTypes.TIMESTAMP(6), List.of("1:null"));
  }

  @Test
  void refusesAKeyOfAnotherType() {
    RowType labels =
        RowType.builder()
            .field("shop_name", DataTypes.STRING())
            .field("customer", DataTypes.BIGINT())
            .field("at", DataTypes.TIMESTAMP(6))
            .build();

    assertThatThrownBy(() -> PointInTimeJoin.with(lake, view, 1).on(labels, "at"))
        .isInstanceOf(LakeException.class)
        .hasMessage(
            "feature view profile is joined on column 'customer' of type INT; found:"
                + " ROW<`shop_name` STRING, `customer` BIGINT, `at` TIMESTAMP(6)>");
  }

  @Test
  void refusesATimeThatIsNone() {
    RowType labels = labelType(DataTypes.BIGINT());

    assertThatThrownBy(() -> PointInTimeJoin.with(lake, view, 1).on(labels, "at"))
        .isInstanceOf(LakeException.class)
        .hasMessageContaining("feature view profile is joined as of column 'at', a timestamp;");
    assertThatThrownBy(() -> PointInTimeJoin.with(lake, view, 1).on(labels, "when"))
        .isInstanceOf(LakeException.class)
        .hasMessageContaining("feature view profile is joined as of column 'when', a timestamp;");
  }

  private static Project project() {
    return new Project(
        "shop",
        new LakeDefinition("/nowhere"),
        Map.of(
            "shop",
            new SourceDefinition(
                "shop",
                SourceDefinition.Type.POSTGRES,
                "jdbc:postgresql://localhost/shop",
                "reader",
                new Secret("canary"),
                "localhost:9092",
                "http://localhost:8083")),
        Map.of(
            "customer",
            new TableDefinition(
                "customer", "shop.public.customer", List.of("shop", "number"), "updated_at")),
        Map.of("customer", new EntityDefinition("customer", List.of("shop_name", "customer"))),
        Map.of(
            "profile",
            new FeatureViewDefinition(
                "profile",
                "customer",
                "customer",
                List.of("shop", "number"),
                List.of("age", "city"))),
        Map.of());
  }

  /** Out of order, with ties, late corrections, deletes and rows without a time. */
  private static List<Version> versions(Random random) {
    List<Version> versions = new ArrayList<>();
    for (int i = 0; i < 600; i++) {
      boolean deleted = random.nextInt(8) == 0;
      Long micros =
          deleted || random.nextInt(20) == 0 ? null : START + random.nextInt(60) * 10_000L;
      versions.add(
          new Version(
              random.nextBoolean() ? "a" : "a longer name than seven bytes",
              random.nextInt(25),
              deleted || random.nextInt(10) == 0 ? null : i,
              micros,
              i / 5,
              i,
              deleted));
    }
    Collections.shuffle(versions, random);
    return versions;
  }

  private static List<Label> labels(Random random, List<Version> versions) {
    List<Label> labels = new ArrayList<>();
    for (int id = 0; id < 500; id++) {
      Version near = versions.get(random.nextInt(versions.size()));
      labels.add(
          switch (random.nextInt(10)) {
            case 0 -> new Label(null, near.number(), near.knownFrom(), id);
            case 1 -> new Label(near.shop(), null, near.knownFrom(), id);
            case 2 -> new Label(near.shop(), near.number(), null, id);
            case 3 -> new Label("nobody", near.number(), near.knownFrom(), id);
            default ->
                new Label(near.shop(), near.number(), near.knownFrom() + random.nextInt(3) - 1, id);
          });
    }
    return labels;
  }

  private static List<String> expected(List<Label> labels, List<Version> versions) {
    return labels.stream()
        .map(
            label ->
                label.id()
                    + ":"
                    + versions.stream()
                        .filter(
                            version ->
                                version.shop().equals(label.shop())
                                    && Integer.valueOf(version.number()).equals(label.number())
                                    && label.micros() != null
                                    && version.knownFrom() <= label.micros())
                        .max(
                            Comparator.comparingLong(Version::knownFrom)
                                .thenComparingLong(Version::commitLsn)
                                .thenComparingLong(Version::lsn))
                        .map(version -> version.deleted() ? null : version.age())
                        .map(String::valueOf)
                        .orElse("null"))
        .toList();
  }

  private void materialize(List<Version> versions) {
    RowCodec codec = RowCodec.of(SILVER);
    List<LakeRecord> rows =
        versions.stream()
            .map(
                version ->
                    LakeRecord.of(
                        List.of(new LakeRow(history.name(), 0, codec.encode(row(version))))))
            .toList();
    Pipeline write = pipeline();
    write.apply(Create.of(rows).withCoder(LakeRecordCoder.of())).apply(LakeIO.write(lake));
    write.run().waitUntilFinish();
    Pipeline features = pipeline();
    features
        .apply(LakeIO.read(lake, history.name()).withColumns(HistoryToFeatures.columns(view)))
        .apply(ParDo.of(new HistoryToFeatures(lake, view, lake.type(history.name()))))
        .setCoder(LakeRecordCoder.of())
        .apply(LakeIO.write(lake));
    features.run().waitUntilFinish();
  }

  private static GenericRow row(Version version) {
    return GenericRow.of(
        BinaryString.fromString(version.shop()),
        version.number(),
        version.age(),
        BinaryString.fromString("city"),
        version.micros() == null ? null : Timestamp.fromMicros(version.micros()),
        BinaryString.fromString(version.deleted() ? "d" : "u"),
        version.deleted(),
        1,
        version.commitLsn(),
        version.lsn(),
        Timestamp.fromEpochMillis(version.sourceMillis()));
  }

  private void assertJoined(List<Label> labels, DataType time, List<String> expected) {
    RowType type = labelType(time);
    RowCodec codec = RowCodec.of(type);
    PointInTimeJoin join =
        PointInTimeJoin.with(lake, view, lake.snapshot(view.table().name())).on(type, "at");
    Pipeline pipeline = pipeline();
    PCollection<String> joined =
        pipeline
            .apply(
                Create.of(labels.stream().map(label -> codec.encode(row(label))).toList())
                    .withCoder(ByteArrayCoder.of()))
            .apply(join)
            .apply("Text", ParDo.of(new JoinedText(join.outputType())));
    PAssert.that(joined).containsInAnyOrder(expected);
    assertThat(join.outputType().getFieldNames())
        .containsExactly("id", "shop_name", "customer", "at", "age", "city");
    pipeline.run().waitUntilFinish();
  }

  private static RowType labelType(DataType time) {
    return RowType.builder()
        .field("id", DataTypes.INT())
        .field("shop_name", DataTypes.STRING())
        .field("customer", DataTypes.INT())
        .field("at", time)
        .build();
  }

  private static GenericRow row(Label label) {
    return GenericRow.of(
        label.id(),
        label.shop() == null ? null : BinaryString.fromString(label.shop()),
        label.number(),
        label.micros() == null ? null : Timestamp.fromMicros(label.micros()));
  }

  private static Pipeline pipeline() {
    return Pipeline.create(
        PipelineOptionsFactory.fromArgs("--runner=DirectRunner", "--targetParallelism=2").create());
  }

  private static final class JoinedText extends DoFn<byte[], String> {
    private static final long serialVersionUID = 1L;
    private final RowType type;

    private JoinedText(RowType type) {
      this.type = type;
    }

    @ProcessElement
    public void process(@Element byte[] bytes, OutputReceiver<String> out) {
      InternalRow row = RowCodec.of(type).decode(bytes);
      out.output(row.getInt(0) + ":" + (row.isNullAt(4) ? "null" : row.getInt(4)));
    }
  }
}

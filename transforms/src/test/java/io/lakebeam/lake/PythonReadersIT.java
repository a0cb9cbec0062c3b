package io.lakebeam.lake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.apache.paimon.data.BinaryString;
import org.apache.paimon.data.Decimal;
import org.apache.paimon.data.GenericRow;
import org.apache.paimon.data.InternalRow;
import org.apache.paimon.data.Timestamp;
import org.apache.paimon.types.DataType;
import org.apache.paimon.types.DataTypeChecks;
import org.apache.paimon.types.DataTypes;
import org.apache.paimon.types.RowType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Other engines read what we read: pypaimon, and PyIceberg by the Iceberg metadata. */
@Timeout(300)
class PythonReadersIT {
  private static final RowType TYPE =
      RowType.builder()
          .field("id", DataTypes.BIGINT().notNull())
          .field("lsn", DataTypes.BIGINT().notNull())
          .field("deleted", DataTypes.BOOLEAN())
          .field("small", DataTypes.SMALLINT())
          .field("whole", DataTypes.INT())
          .field("name", DataTypes.STRING())
          .field("real", DataTypes.FLOAT())
          .field("amount", DataTypes.DOUBLE())
          .field("price", DataTypes.DECIMAL(10, 2))
          .field("large", DataTypes.DECIMAL(38, 10))
          .field("day", DataTypes.DATE())
          .field("millis", DataTypes.TIMESTAMP(3))
          .field("micros", DataTypes.TIMESTAMP(6))
          .field("instant_millis", DataTypes.TIMESTAMP_WITH_LOCAL_TIME_ZONE(3))
          .field("instant", DataTypes.TIMESTAMP_WITH_LOCAL_TIME_ZONE(6))
          .field("raw", DataTypes.BYTES())
          .build();
  private static final LakeTable TABLE =
      LakeTable.of(TableName.of("silver", "every_type"), TYPE)
          .withPrimaryKey(List.of("id"))
          .withSequence(List.of("lsn"))
          .withBuckets(2);
  private static final TableName NAME = TABLE.name();

  private static String python;

  @TempDir private Path folder;
  private final Random random = new Random(7);
  private Lake lake;
  private TableCommitter committer;

  @BeforeAll
  static void findPython() throws Exception {
    Path script = Path.of(System.getProperty("lakebeam.home"), "scripts/servers/python-readers");
    Process process =
        new ProcessBuilder(script.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    process.getOutputStream().close();
    python = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
    if (process.waitFor() != 0) {
      String reason = "scripts/servers/python-readers could not provide a Python: see above";
      assertThat(System.getenv("CI")).as(reason).isNotEqualTo("true");
      abort(reason);
    }
  }

  @BeforeEach
  void makeTable() {
    lake = Lake.at(folder.resolve("lake").toString());
    lake.create(TABLE);
    committer = new TableCommitter(new OpenTables(lake));
  }

  @Test
  void readEveryTypeAsWeDoAfterAFullCompaction() throws Exception {
    for (int round = 0; round < 3; round++) {
      commitRandomRows(round);
    }

    Maintenance.of(lake).compactingFully().run(NAME);

    List<List<String>> ours = ours();
    assertThat(ours).hasSize(200);
    assertThat(theirs("pypaimon")).containsExactlyInAnyOrderElementsOf(ours);
    assertThat(theirs("pyiceberg")).containsExactlyInAnyOrderElementsOf(ours);
  }

  @Test
  void icebergShowsTheLastFullCompactionWholeWhileWritersGoOn() throws Exception {
    commitRandomRows(0);
    Maintenance.of(lake).compactingFully().run(NAME);
    List<List<String>> then = ours();
    // Two commits: with one, the metadata of the snapshot before is there to go on from.
    commitRandomRows(1);
    commitRandomRows(2);

    Maintenance.of(lake).run(NAME);

    assertThat(ours()).isNotEqualTo(then);
    assertThat(theirs("pyiceberg")).containsExactlyInAnyOrderElementsOf(then);

    Maintenance.of(lake).compactingFully().run(NAME);

    assertThat(theirs("pyiceberg")).containsExactlyInAnyOrderElementsOf(ours());
  }

  /** 200 rows, the same keys each time; some newer than those there, some older. */
  private void commitRandomRows(int round) throws Exception {
    RowCodec codec = RowCodec.of(TYPE);
    try (BatchWriters writers = new BatchWriters(new OpenTables(lake))) {
      for (long id = 0; id < 200; id++) {
        long lsn = id % 3 == 0 ? 100 - round : round;
        writers.write(new LakeRow(NAME, 0, codec.encode(row(id, lsn))));
      }
      for (WrittenFiles files : writers.finish(UUID.randomUUID().toString())) {
        committer.commit(files);
      }
    }
  }

  private GenericRow row(long id, long lsn) {
    GenericRow row = new GenericRow(TYPE.getFieldCount());
    row.setField(0, id);
    row.setField(1, lsn);
    for (int i = 2; i < TYPE.getFieldCount(); i++) {
      row.setField(i, random.nextInt(5) == 0 ? null : value(TYPE.getTypeAt(i)));
    }
    return row;
  }

  private Object value(DataType type) {
    return switch (type.getTypeRoot()) {
      case BOOLEAN -> random.nextBoolean();
      case SMALLINT -> (short) random.nextInt();
      case INTEGER -> random.nextInt(10) == 0 ? Integer.MIN_VALUE : random.nextInt();
      case VARCHAR -> BinaryString.fromString("\u00e9\ud83d\ude00\"\n" + random.nextInt());
      case FLOAT -> random.nextFloat();
      case DOUBLE -> random.nextInt(10) == 0 ? Double.NEGATIVE_INFINITY : random.nextGaussian();
      case DECIMAL -> decimal(DataTypeChecks.getPrecision(type), DataTypeChecks.getScale(type));
      case DATE -> (int) LocalDate.of(1890 + random.nextInt(300), 2, 28).toEpochDay();
      case TIMESTAMP_WITHOUT_TIME_ZONE, TIMESTAMP_WITH_LOCAL_TIME_ZONE ->
          Timestamp.fromMicros(
              random.nextLong(-4_000_000_000L, 8_000_000_000L) * 1_000_000
                  + (DataTypeChecks.getPrecision(type) == 3
                      ? random.nextInt(1_000) * 1_000L
                      : random.nextInt(1_000_000)));
      case VARBINARY -> new byte[] {0, (byte) random.nextInt(), -1};
      default -> throw new IllegalArgumentException("no value of " + type);
    };
  }

  private Decimal decimal(int precision, int scale) {
    BigDecimal digits = new BigDecimal("9".repeat(precision) + "e-" + scale);
    BigDecimal value =
        random.nextInt(10) == 0 ? digits.negate() : BigDecimal.valueOf(random.nextInt(), scale);
    return Decimal.fromBigDecimal(value, precision, scale);
  }

  private List<List<String>> ours() {
    List<List<String>> rows = new ArrayList<>();
    lake.read(NAME, TYPE.getFieldNames())
        .forEach(
            row -> {
              List<String> texts = new ArrayList<>();
              for (int i = 0; i < TYPE.getFieldCount(); i++) {
                texts.add(row.isNullAt(i) ? null : text(row, i));
              }
              rows.add(texts);
            });
    return rows;
  }

  private static String text(InternalRow row, int i) {
    DataType type = TYPE.getTypeAt(i);
    return switch (type.getTypeRoot()) {
      case BOOLEAN -> Boolean.toString(row.getBoolean(i));
      case SMALLINT -> Short.toString(row.getShort(i));
      case INTEGER -> Integer.toString(row.getInt(i));
      case BIGINT -> Long.toString(row.getLong(i));
      case VARCHAR -> row.getString(i).toString();
      case FLOAT -> bits(row.getFloat(i));
      case DOUBLE -> bits(row.getDouble(i));
      case DECIMAL ->
          row.getDecimal(i, DataTypeChecks.getPrecision(type), DataTypeChecks.getScale(type))
              .toBigDecimal()
              .toPlainString();
      case DATE -> LocalDate.ofEpochDay(row.getInt(i)).toString();
      case TIMESTAMP_WITHOUT_TIME_ZONE, TIMESTAMP_WITH_LOCAL_TIME_ZONE ->
          Long.toString(row.getTimestamp(i, DataTypeChecks.getPrecision(type)).toMicros());
      case VARBINARY -> HexFormat.of().formatHex(row.getBinary(i));
      default -> throw new IllegalArgumentException("no text of " + type);
    };
  }

  private static String bits(double value) {
    return HexFormat.of().toHexDigits(Double.doubleToRawLongBits(value));
  }

  private List<List<String>> theirs(String engine)
      throws IOException, InterruptedException, URISyntaxException {
    Path script = Path.of(PythonReadersIT.class.getResource("/read_table.py").toURI());
    Path output = Files.createTempFile(folder, engine, ".jsonl");
    Process process =
        new ProcessBuilder(
                python, script.toString(), engine, lake.warehouse(), NAME.zone(), NAME.table())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .redirectOutput(output.toFile())
            .start();
    process.getOutputStream().close();
    assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(engine + "'s exit code").isZero();
    ObjectMapper json = new ObjectMapper();
    List<List<String>> rows = new ArrayList<>();
    for (String line : Files.readAllLines(output)) {
      rows.add(json.readValue(line, new TypeReference<>() {}));
    }
    return rows;
  }
}

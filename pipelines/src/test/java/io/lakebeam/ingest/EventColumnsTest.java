package io.lakebeam.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakebeam.change.TextForm;
import io.lakebeam.lake.Lake;
import io.lakebeam.lake.TableName;
import io.lakebeam.source.SourceColumn;
import java.nio.file.Path;
import java.util.List;
import org.apache.paimon.types.DataType;
import org.apache.paimon.types.DataTypes;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventColumnsTest {
  private static final SourceColumn ID = column("id", 1, DataTypes.INT().notNull());
  private static final List<SourceColumn> OLD_NOTE =
      List.of(ID, column("note", 7, DataTypes.STRING()));
  private static final List<SourceColumn> NONE = List.of(ID);
  private static final List<SourceColumn> NEW_NOTE =
      List.of(ID, column("note", 9, DataTypes.INT()));
  private static final List<String> NOTE = List.of("id", "note");

  @TempDir private Path folder;
  private Lake lake;

  @BeforeEach
  void makeLake() {
    lake = Lake.at(folder.resolve("lake").toString());
  }

  @Test
  void theColumnsOfAnEventAreThoseSeenLastBeforeIt() {
    saw(1, 100, OLD_NOTE);
    saw(1, 200, NONE);
    saw(2, 50, NEW_NOTE);

    assertThat(read().at(1, 99)).isEmpty();
    assertThat(read().at(1, 199)).contains(OLD_NOTE);
    assertThat(read().at(1, 1_000)).contains(NONE);
    assertThat(read().at(2, 60)).contains(NEW_NOTE);
  }

  @Test
  void ofColumnsThatHadOneNameOneAfterTheOtherThePlaceTellsWhich() {
    saw(1, 100, OLD_NOTE);
    saw(1, 200, NONE);
    saw(1, 300, NEW_NOTE);

    assertThat(read().named(NOTE, 1, 250)).contains(OLD_NOTE);
    assertThat(read().named(NOTE, 1, 350)).contains(NEW_NOTE);
    assertThat(read().named(NOTE, 1, 1)).as("seen later by another worker").contains(OLD_NOTE);
    assertThat(read().named(List.of("id", "colour"), 1, 350)).isEmpty();
  }

  @Test
  void whatIsNoNewsIsNotWritten() {
    saw(1, 100, OLD_NOTE);
    saw(1, 150, OLD_NOTE);
    read().saw(lake, 1, 160, OLD_NOTE);

    assertThat(lake.snapshot(TableName.of("lakebeam", "event_columns"))).isEqualTo(1);
  }

  @Test
  void everyTypeAndFormIsReadAsItWasWritten() {
    List<SourceColumn> columns =
        List.of(
            ID,
            column("a", 2, DataTypes.BIGINT()),
            column("b", 3, DataTypes.DECIMAL(38, 0)),
            column("c", 4, DataTypes.TIMESTAMP(6)),
            column("d", 5, DataTypes.TIMESTAMP_WITH_LOCAL_TIME_ZONE(6)),
            column("e", 6, DataTypes.BYTES()),
            column("f", 7, DataTypes.DATE()),
            column("g", 8, DataTypes.DOUBLE()),
            column("h", 9, DataTypes.BOOLEAN()),
            column("i", 10, DataTypes.FLOAT()),
            new SourceColumn("j", "bit(5)", DataTypes.STRING(), TextForm.bits(5), 11));
    saw(1, 100, columns);

    assertThat(read().at(1, 100)).contains(columns);
  }

  private void saw(int epoch, long lsn, List<SourceColumn> columns) {
    read().saw(lake, epoch, lsn, columns);
  }

  private EventColumns read() {
    return EventColumns.read(lake, "customer");
  }

  private static SourceColumn column(String name, int number, DataType type) {
    return new SourceColumn(name, "type of " + name, type, null, number);
  }
}

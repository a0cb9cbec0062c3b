package io.lakebeam.ingest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lakebeam.change.TextForm;
import io.lakebeam.lake.Lake;
import io.lakebeam.lake.LakeException;
import io.lakebeam.lake.LakeTable;
import io.lakebeam.lake.RowBatch;
import io.lakebeam.lake.RowEncoder;
import io.lakebeam.lake.TableName;
import io.lakebeam.source.SourceColumn;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.paimon.data.BinaryString;
import org.apache.paimon.data.GenericRow;
import org.apache.paimon.types.DataType;
import org.apache.paimon.types.DataTypeJsonParser;
import org.apache.paimon.types.DataTypes;
import org.apache.paimon.types.RowType;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Which columns a table's events had, from which place in the source's log on. Kept in the table
 * {@code lakebeam.event_columns} when they are found out, so that an event can be read again later
 * as it was read first: what its names meant, the catalogue may not tell any more.
 *
 * <p>A table's columns change while nobody writes to it, so its events before a change are before
 * it in the log, and those after it after.
 */
final class EventColumns {
  private static final TableName NAME = TableName.of("lakebeam", "event_columns");
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final RowType TYPE =
      RowType.builder()
          .field("table_name", DataTypes.STRING().notNull())
          .field("epoch", DataTypes.INT().notNull())
          .field("lsn", DataTypes.BIGINT().notNull())
          .field("columns", DataTypes.STRING())
          .build();

  /** A place in the log of one of the source's lives. */
  private record Place(int epoch, long lsn) implements Comparable<Place> {
    @Override
    public int compareTo(Place other) {
      return epoch != other.epoch
          ? Integer.compare(epoch, other.epoch)
          : Long.compare(lsn, other.lsn);
    }
  }

  private final String table;
  private final NavigableMap<Place, List<SourceColumn>> from = new TreeMap<>();

  private EventColumns(String table) {
    this.table = table;
  }

  /** Those of the silver table {@code table}. */
  static EventColumns read(Lake lake, String table) {
    lake.createOrEvolve(
        LakeTable.of(NAME, TYPE).withPrimaryKey(List.of("table_name", "epoch", "lsn")));
    EventColumns columns = new EventColumns(table);
    lake.read(NAME, TYPE.getFieldNames())
        .forEach(
            row -> {
              if (row.getString(0).toString().equals(table)) {
                columns.from.put(
                    new Place(row.getInt(1), row.getLong(2)), parse(row.getString(3).toString()));
              }
            });
    return columns;
  }

  /** The columns of an event at a place, unless it came before all that were seen. */
  Optional<List<SourceColumn>> at(int epoch, long lsn) {
    return Optional.ofNullable(from.floorEntry(new Place(epoch, lsn))).map(Map.Entry::getValue);
  }

  /**
   * The columns of an event at a place, by their names: those seen last before it, else those seen
   * first after it, since another worker may have seen it earlier.
   */
  Optional<List<SourceColumn>> named(List<String> names, int epoch, long lsn) {
    Place place = new Place(epoch, lsn);
    return last(names, from.headMap(place, true).descendingMap())
        .or(() -> last(names, from.tailMap(place, false)));
  }

  /** Keeps that an event at a place has these columns, if that is news. */
  void saw(Lake lake, int epoch, long lsn, List<SourceColumn> columns) {
    if (at(epoch, lsn).filter(columns::equals).isPresent()) {
      return;
    }
    try (RowBatch rows = RowBatch.in(lake)) {
      rows.write(
          RowEncoder.of(lake, NAME, TYPE)
              .encode(
                  GenericRow.of(
                      BinaryString.fromString(table),
                      epoch,
                      lsn,
                      BinaryString.fromString(text(columns)))));
      rows.commit();
    }
    from.put(new Place(epoch, lsn), columns);
  }

  private static Optional<List<SourceColumn>> last(
      List<String> names, NavigableMap<Place, List<SourceColumn>> inOrder) {
    return inOrder.values().stream()
        .filter(columns -> columns.stream().map(SourceColumn::name).toList().equals(names))
        .findFirst();
  }

  private static String text(List<SourceColumn> columns) {
    ArrayNode all = JSON.createArrayNode();
    for (SourceColumn column : columns) {
      ObjectNode one = all.addObject();
      one.put("number", column.number()).put("name", column.name()).put("type", column.type());
      one.put("lake_type", column.lakeType().asSQLString());
      if (column.form() != null) {
        one.put("form", column.form().kind().name()).put("size", column.form().size());
      }
    }
    return all.toString();
  }

  private static List<SourceColumn> parse(String text) {
    List<SourceColumn> columns = new ArrayList<>();
    try {
      for (JsonNode one : JSON.readTree(text)) {
        DataType type = DataTypeJsonParser.parseAtomicTypeSQLString(one.path("lake_type").asText());
        columns.add(
            new SourceColumn(
                one.path("name").asText(),
                one.path("type").asText(),
                type,
                form(one),
                one.path("number").asInt()));
      }
    } catch (JsonProcessingException e) {
      throw new LakeException("table %s: a row is not what this program writes".formatted(NAME), e);
    }
    return columns;
  }

  private static @Nullable TextForm form(JsonNode one) {
    return one.has("form")
        ? new TextForm(TextForm.Kind.valueOf(one.path("form").asText()), one.path("size").asInt())
        : null;
  }
}

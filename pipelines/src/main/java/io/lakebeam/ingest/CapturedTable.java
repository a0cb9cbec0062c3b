package io.lakebeam.ingest;

import io.lakebeam.change.ChangeColumns;
import io.lakebeam.definition.TableDefinition;
import io.lakebeam.lake.LakeTable;
import io.lakebeam.lake.Zones;
import io.lakebeam.privacy.ColumnMasks;
import io.lakebeam.privacy.MaskRule;
import io.lakebeam.quality.CleanStep;
import io.lakebeam.source.SourceColumn;
import io.lakebeam.source.SourceTable;
import io.lakebeam.subject.SubjectRule;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.paimon.types.DataTypes;
import org.apache.paimon.types.RowType;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * A source table and the three lake tables that its changes are written to.
 *
 * <ul>
 *   <li>bronze: every event as it came, keyed by its identity (key, epoch, LSN, operation);
 *   <li>silver current: the newest row per key, deleted rows as tombstones ({@code _deleted});
 *   <li>silver history: every version of every row, keyed by key and order, never changed.
 * </ul>
 *
 * @param topic where its changes come from
 * @param source the table in its source
 * @param bronze every event
 * @param current the table as it is
 * @param history the table as it was
 * @param written which of the three its changes are written to
 * @param access how its source's catalogue is asked; null where it cannot be
 * @param subject how its rows are known to be an erased subject's; null where it declares none
 * @param rules what its changes go through
 */
record CapturedTable(
    String topic,
    SourceTable source,
    LakeTable bronze,
    LakeTable current,
    LakeTable history,
    Set<LakeTable> written,
    @Nullable SourceAccess access,
    @Nullable SubjectRule subject,
    TableRules rules)
    implements Serializable {
  private static final int BUCKETS = 2;

  static CapturedTable of(String topic, SourceTable source, TableDefinition table) {
    TableFit.require(source, table);
    RowType silver = ChangeColumns.addTo(source.type());
    List<String> versionKey = new ArrayList<>(source.primaryKey());
    versionKey.addAll(ChangeColumns.ORDER);
    LakeTable bronze =
        LakeTable.of(Zones.bronze(table.name()), bronzeType())
            .withPrimaryKey(List.of("key", "epoch", "lsn", "op"))
            .withBucketKey(List.of("key"))
            .withBuckets(BUCKETS);
    LakeTable current =
        LakeTable.of(Zones.current(table.name()), silver)
            .withPrimaryKey(source.primaryKey())
            .withSequence(ChangeColumns.ORDER)
            .withBuckets(BUCKETS);
    LakeTable history =
        LakeTable.of(Zones.history(table.name()), silver)
            .withPrimaryKey(versionKey)
            .withBucketKey(source.primaryKey())
            .withBuckets(BUCKETS);
    return new CapturedTable(
        topic,
        source,
        bronze,
        current,
        history,
        Set.of(bronze, current, history),
        null,
        null,
        TableRules.NONE);
  }

  /** The same without its events and its history. */
  CapturedTable currentAlone() {
    return new CapturedTable(
        topic, source, bronze, current, history, Set.of(current), access, subject, rules);
  }

  /** The same, its changes coming from another topic. */
  CapturedTable withTopic(String name) {
    return new CapturedTable(
        name, source, bronze, current, history, written, access, subject, rules);
  }

  /** The same, its rows written to other tables than its own, and its events to none. */
  CapturedTable writtenTo(LakeTable otherCurrent, LakeTable otherHistory) {
    return new CapturedTable(
        topic,
        source,
        bronze,
        otherCurrent,
        otherHistory,
        Set.of(otherCurrent, otherHistory),
        access,
        subject,
        rules);
  }

  /** The same, its source's catalogue at hand. */
  CapturedTable withAccess(SourceAccess known) {
    return new CapturedTable(
        topic, source, bronze, current, history, written, known, subject, rules);
  }

  /** The same, its rows about somebody. */
  CapturedTable about(@Nullable SubjectRule rule) {
    return new CapturedTable(topic, source, bronze, current, history, written, access, rule, rules);
  }

  /** The same, its changes going through these rules. */
  CapturedTable ruled(TableRules by) {
    return new CapturedTable(topic, source, bronze, current, history, written, access, subject, by);
  }

  /** The same, for events that are in the lake. */
  CapturedTable ofMaskedEvents() {
    return ruled(rules.ofMaskedEvents());
  }

  /** How its events are masked; null where they are not. */
  @Nullable ColumnMasks masks() {
    return rules.masks();
  }

  /** How columns that events have or had are masked, whatever they are called there. */
  List<@Nullable MaskRule> masksOf(List<SourceColumn> columns) {
    return ofColumns(columns, masks() == null ? Map.of() : masks().rules());
  }

  /** How they are cleaned. */
  List<@Nullable List<CleanStep>> cleaningOf(List<SourceColumn> columns) {
    return ofColumns(columns, rules.cleaning().steps());
  }

  /** By a column's name now, or by the name that the table's column of its number has. */
  private <T> List<@Nullable T> ofColumns(List<SourceColumn> columns, Map<String, T> byName) {
    List<String> names = namesOf(columns);
    List<@Nullable T> found = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      T its = byName.get(columns.get(i).name());
      found.add(its == null ? byName.get(names.get(i)) : its);
    }
    return found;
  }

  /** What the table calls columns that events have or had. */
  List<String> namesOf(List<SourceColumn> columns) {
    Map<Integer, String> names = new HashMap<>();
    source.columns().stream()
        .filter(column -> column.number() > 0)
        .forEach(column -> names.put(column.number(), column.name()));
    return columns.stream()
        .map(column -> names.getOrDefault(column.number(), column.name()))
        .toList();
  }

  /**
   * Where the subject's column is among the columns that events have or had, whatever it is called
   * there; -1 where it is not.
   */
  int subjectIn(List<SourceColumn> columns) {
    if (subject == null) {
      return -1;
    }
    int number =
        source.columns().stream()
            .filter(column -> column.name().equals(subject.column()))
            .mapToInt(SourceColumn::number)
            .findFirst()
            .orElse(0);
    for (int i = 0; i < columns.size(); i++) {
      boolean isIt =
          number > 0
              ? columns.get(i).number() == number
              : columns.get(i).name().equals(subject.column());
      if (isIt) {
        return i;
      }
    }
    return -1;
  }

  List<LakeTable> lakeTables() {
    return List.copyOf(written);
  }

  private static RowType bronzeType() {
    return RowType.builder()
        .field("key", DataTypes.STRING().notNull())
        .field("epoch", DataTypes.INT().notNull())
        .field("lsn", DataTypes.BIGINT().notNull())
        .field("op", DataTypes.STRING().notNull())
        .field("commit_lsn", DataTypes.BIGINT())
        .field("source_ts", DataTypes.TIMESTAMP_WITH_LOCAL_TIME_ZONE(3))
        .field("source_partition", DataTypes.STRING())
        .field("position", DataTypes.BIGINT())
        .field("value", DataTypes.STRING())
        .build();
  }
}

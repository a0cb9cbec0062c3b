package io.lakebeam.offline;

import io.lakebeam.change.ChangeColumns;
import io.lakebeam.definition.EntityDefinition;
import io.lakebeam.definition.FeatureViewDefinition;
import io.lakebeam.definition.Project;
import io.lakebeam.definition.TableDefinition;
import io.lakebeam.lake.Lake;
import io.lakebeam.lake.LakeException;
import io.lakebeam.lake.LakeTable;
import io.lakebeam.lake.Zones;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.paimon.types.DataType;
import org.apache.paimon.types.DataTypeRoot;
import org.apache.paimon.types.DataTypes;
import org.apache.paimon.types.RowType;

/**
 * A feature view over the history of a silver table, and the gold table that holds it: a row per
 * change, keyed by (entity key, event time, order), so that a late correction takes its place in
 * the past and one with the same event time keeps what was known before it.
 *
 * <pre>{@code
 * FeatureView view = FeatureView.of(project, project.view("customer_profile"), lake);
 * lake.create(view.table());
 * }</pre>
 *
 * @param definition the view in the project
 * @param entityKey the entity's key: the names of the table's first columns
 * @param eventTime the history column that says when a row was true
 * @param table the gold table
 */
public record FeatureView(
    FeatureViewDefinition definition, List<String> entityKey, String eventTime, LakeTable table)
    implements Serializable {
  /** When a row was true, in microseconds; of a deleted row when the source committed that. */
  public static final String EVENT_TIME = "_event_time";

  /** Of {@link #EVENT_TIME}: digits of a second's fraction. */
  static final int PRECISION = 6;

  private static final int BUCKETS = 4;

  /**
   * The view over its history as that is in the lake.
   *
   * @throws LakeException if the history lacks a column that the view needs, or its event time is
   *     no timestamp
   */
  public static FeatureView of(Project project, FeatureViewDefinition view, Lake lake) {
    EntityDefinition entity = project.entity(view.entity());
    TableDefinition from = project.table(view.from());
    RowType history = lake.type(Zones.history(from.name()));
    requireNoRepetition(view, entity, from);
    RowType.Builder type = RowType.builder();
    for (int i = 0; i < entity.key().size(); i++) {
      type.field(entity.key().get(i), type(view, history, view.key().get(i)).notNull());
    }
    requireTimestamp(view, history, from.eventTime());
    type.field(EVENT_TIME, DataTypes.TIMESTAMP_WITH_LOCAL_TIME_ZONE(PRECISION).notNull());
    ChangeColumns.ORDER.forEach(column -> type.field(column, type(view, history, column)));
    type.field(ChangeColumns.DELETED, DataTypes.BOOLEAN());
    view.columns().forEach(column -> type.field(column, type(view, history, column).nullable()));
    List<String> key = new ArrayList<>(entity.key());
    key.add(EVENT_TIME);
    key.addAll(ChangeColumns.ORDER);
    return new FeatureView(
        view,
        entity.key(),
        from.eventTime(),
        LakeTable.of(Zones.gold(view.name()), type.build())
            .withPrimaryKey(key)
            .withBucketKey(entity.key())
            .withBuckets(BUCKETS));
  }

  private static void requireNoRepetition(
      FeatureViewDefinition view, EntityDefinition entity, TableDefinition from) {
    List<String> taken = new ArrayList<>(entity.key());
    taken.addAll(view.key());
    taken.add(from.eventTime());
    for (String column : view.columns()) {
      if (taken.contains(column)) {
        throw new LakeException(
            "feature view %s: column '%s' is its key or event time already; leave it out of columns"
                .formatted(view.name(), column));
      }
    }
  }

  private static DataType type(FeatureViewDefinition view, RowType history, String column) {
    if (!history.containsField(column)) {
      throw new LakeException(
          "feature view %s: table %s has no column '%s'; it has: %s"
              .formatted(
                  view.name(), view.from(), column, String.join(", ", history.getFieldNames())));
    }
    return history.getField(column).type();
  }

  private static void requireTimestamp(FeatureViewDefinition view, RowType history, String column) {
    DataTypeRoot root = type(view, history, column).getTypeRoot();
    if (root != DataTypeRoot.TIMESTAMP_WITH_LOCAL_TIME_ZONE
        && root != DataTypeRoot.TIMESTAMP_WITHOUT_TIME_ZONE) {
      throw new LakeException(
          "feature view %s: event-time '%s' of table %s must be a timestamp, found %s"
              .formatted(view.name(), column, view.from(), root));
    }
  }
}

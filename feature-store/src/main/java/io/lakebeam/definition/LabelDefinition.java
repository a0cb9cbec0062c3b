package io.lakebeam.definition;

import java.util.List;

/**
 * What a model learns to predict: a column of a silver table, known from that table's event time
 * on.
 *
 * <pre>{@code
 * labels: {from: order_outcome, key: [order_id], column: returned, as: was_returned}
 * }</pre>
 *
 * @param from the silver table; features are joined as of its event time
 * @param key the table's columns that hold the key of an entity, under the entity's own names for
 *     them
 * @param column the table's column with the label
 * @param as the training set's name for it
 */
public record LabelDefinition(String from, List<String> key, String column, String as) {

  public LabelDefinition {
    key = List.copyOf(key);
    new Checks().name("from", from).names("key", key).name("column", column).name("as", as).done();
  }
}

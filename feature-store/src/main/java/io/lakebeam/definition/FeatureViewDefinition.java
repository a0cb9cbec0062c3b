package io.lakebeam.definition;

import java.io.Serializable;
import java.util.List;

/**
 * A gold feature view: columns of a silver table, for an entity, as of each change.
 *
 * <pre>{@code
 * features:
 *   customer_profile: {entity: customer, from: customer, key: [id], columns: [age, city]}
 * }</pre>
 *
 * @param name of the view
 * @param entity what the features are about
 * @param from the silver table; its event time is the view's
 * @param key the table's columns that hold the entity's key, in its order; left empty they have the
 *     entity's own names, which {@link Project} fills in
 * @param columns the features, under the names the table has for them
 */
public record FeatureViewDefinition(
    String name, String entity, String from, List<String> key, List<String> columns)
    implements Serializable {

  public FeatureViewDefinition {
    key = List.copyOf(key);
    columns = List.copyOf(columns);
    Checks checks = new Checks().name("name", name).name("entity", entity).name("from", from);
    if (!key.isEmpty()) {
      checks.names("key", key);
    }
    checks.names("columns", columns).done();
  }

  FeatureViewDefinition withKey(List<String> columns) {
    return new FeatureViewDefinition(name, entity, from, columns, this.columns);
  }
}

package io.lakebeam.definition;

import java.util.List;

/**
 * What features are about: a customer, an order.
 *
 * <pre>{@code
 * entities:
 *   customer: {key: [customer_id]}
 * }</pre>
 *
 * @param name of the entity
 * @param key the names under which labels, views and requests give its key
 */
public record EntityDefinition(String name, List<String> key) {

  public EntityDefinition {
    key = List.copyOf(key);
    new Checks().name("name", name).names("key", key).done();
  }
}

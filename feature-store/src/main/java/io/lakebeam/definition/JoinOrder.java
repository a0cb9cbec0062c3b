package io.lakebeam.definition;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Which view of a model is joined after which; see {@link ModelDefinition#joinOrder}. */
final class JoinOrder {

  private final Map<String, EntityDefinition> entities;
  private final Map<String, FeatureViewDefinition> views;
  private final LabelDefinition labels;
  private final Set<String> given;
  private final Set<String> waiting = new LinkedHashSet<>();

  private JoinOrder(
      ModelDefinition model,
      Map<String, EntityDefinition> entities,
      Map<String, FeatureViewDefinition> views) {
    this.entities = entities;
    this.views = views;
    labels = model.labels();
    given = new LinkedHashSet<>(labels.key());
    model.features().forEach(feature -> waiting.add(feature.view()));
  }

  static List<String> of(
      ModelDefinition model,
      Map<String, EntityDefinition> entities,
      Map<String, FeatureViewDefinition> views) {
    return new JoinOrder(model, entities, views).resolve();
  }

  private List<String> resolve() {
    List<String> order = new ArrayList<>();
    while (!waiting.isEmpty()) {
      Optional<String> next = waiting.stream().filter(view -> needs(view).isEmpty()).findFirst();
      String view = next.orElseThrow(this::nobodyGives);
      waiting.remove(view);
      given.addAll(views.get(view).columns());
      order.add(view);
    }
    return List.copyOf(order);
  }

  /** The key columns of a view that nothing gives yet. */
  private List<String> needs(String view) {
    return entities.get(views.get(view).entity()).key().stream()
        .filter(column -> !given.contains(column))
        .toList();
  }

  private InvalidDefinitionException nobodyGives() {
    List<Problem> problems = new ArrayList<>();
    for (String view : waiting) {
      for (String column : needs(view)) {
        problems.add(
            new Problem(
                "features",
                "cannot be joined: view '%s' needs '%s', which neither labels.key (%s) nor a view joined before it gives%s"
                    .formatted(view, column, String.join(", ", labels.key()), wayOut(column))));
      }
    }
    return new InvalidDefinitionException(problems);
  }

  private String wayOut(String column) {
    return views.values().stream()
        .filter(view -> view.columns().contains(column) && !waiting.contains(view.name()))
        .filter(view -> needs(view.name()).isEmpty())
        .findFirst()
        .map(view -> "; view '" + view.name() + "' has it: take a feature from that view too")
        .orElse("; add it to the columns of a view that can be joined");
  }
}

package io.lakebeam.definition;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * A mapping of the file, read key by key. What is missing or of the wrong type becomes a finding
 * and some value of the right type; {@link #build} makes nothing of a section with findings, so
 * that value goes nowhere.
 */
final class Section {

  private static final Set<Tag> NUMBERS = Set.of(Tag.INT, Tag.FLOAT);

  private final String path;
  private final Findings findings;
  private final int before;
  private final Map<String, Node> values = new LinkedHashMap<>();

  /** A mapping at a place of the file. */
  Section(MappingNode mapping, String path, Findings findings) {
    this.path = path;
    this.findings = findings;
    before = findings.count();
    readKeys(mapping);
  }

  /** A word as a mapping of it to nothing. */
  Section(ScalarNode word, String path, Findings findings) {
    this.path = path;
    this.findings = findings;
    before = findings.count();
    findings.locate(at(word.getValue()), word);
    values.put(word.getValue(), Nodes.NOTHING);
  }

  /** The whole file; nothing, with a finding, where it is no mapping. */
  static Optional<Section> root(Node node, Findings findings) {
    if (node instanceof MappingNode mapping) {
      return Optional.of(new Section(mapping, "", findings));
    }
    findings.add(node, "project", "must be a key of a mapping, found " + Nodes.describe(node));
    return Optional.empty();
  }

  private void readKeys(MappingNode mapping) {
    Map<String, Node> keys = new LinkedHashMap<>();
    for (NodeTuple entry : mapping.getValue()) {
      if (!(entry.getKeyNode() instanceof ScalarNode key)) {
        findings.add(
            entry.getKeyNode(),
            path.isEmpty() ? "project" : path,
            "must have texts as keys, found " + Nodes.describe(entry.getKeyNode()));
        continue;
      }
      Node first = keys.putIfAbsent(key.getValue(), key);
      if (first != null) {
        findings.add(
            key, at(key.getValue()), "is given twice, first on line " + Findings.lineOf(first));
        continue;
      }
      findings.locate(at(key.getValue()), key);
      values.put(key.getValue(), entry.getValueNode());
    }
  }

  /** Refuses every other key. */
  Section allow(String... keys) {
    List<String> allowed = List.of(keys);
    for (String key : values.keySet()) {
      if (!allowed.contains(key)) {
        findings.add(
            at(key),
            "is not a known key; allowed: "
                + String.join(", ", allowed)
                + Nearest.to(key, allowed));
      }
    }
    return this;
  }

  /** Whether the key is given. */
  boolean has(String key) {
    return values.containsKey(key);
  }

  /** Whether what stands under a key is a mapping. */
  boolean isSection(String key) {
    return values.get(key) instanceof MappingNode;
  }

  /** The names of those mappings in it of which a key is that text. */
  Set<String> namesWith(String key, String text) {
    return values.entrySet().stream()
        .filter(
            entry ->
                entry.getValue() instanceof MappingNode mapping
                    && mapping.getValue().stream()
                        .anyMatch(tuple -> Nodes.isEntry(tuple, key, text)))
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }

  /** The keys, in the file's order. */
  Set<String> keys() {
    return values.keySet();
  }

  /** Whether nothing stands under a key. */
  boolean isBare(String key) {
    return has(key) && values.get(key).getTag().equals(Tag.NULL);
  }

  String text(String key) {
    return scalar(key, "a text", Set.of(Tag.STR), Function.identity(), "");
  }

  /** A text, or a number as it is written. */
  String textOrNumber(String key) {
    return scalar(
        key, "a text or a number", Set.of(Tag.STR, Tag.INT, Tag.FLOAT), Function.identity(), "");
  }

  long wholeNumber(String key) {
    return scalar(key, "a whole number", NUMBERS, Long::valueOf, 0L);
  }

  int smallNumber(String key) {
    return scalar(key, "a whole number", NUMBERS, Integer::valueOf, 0);
  }

  double number(String key) {
    return scalar(key, "a number", NUMBERS, Double::valueOf, 0d);
  }

  /** One of some constants, by the name the file has for it. */
  <T> T choice(String key, List<T> choices, Function<T, String> nameOf) {
    String found = text(key);
    List<String> names = choices.stream().map(nameOf).toList();
    if (!found.isEmpty() && !names.contains(found)) {
      findings.add(
          at(key),
          "must be one of "
              + String.join(", ", names)
              + ", found '"
              + found
              + "'"
              + Nearest.to(found, names));
    }
    return choices.get(Math.max(0, names.indexOf(found)));
  }

  /** A list of column names. */
  List<String> names(String key) {
    return list(key, "column name");
  }

  /** A list of texts; {@code kind} says what each of them is. */
  List<String> list(String key, String kind) {
    return required(key)
        .map(node -> ListItems.texts(node, kind, at(key), findings))
        .orElse(List.of());
  }

  /** A list of single values as they are written; null is an empty text. */
  List<String> values(String key) {
    return required(key).map(node -> ListItems.values(node, at(key), findings)).orElse(List.of());
  }

  /** Refuses anything but true. */
  void requireTrue(String key) {
    scalar(key, "true", Set.of(Tag.BOOL), Nodes::requireTrue, "");
  }

  /** The items of a list, or a single one: each a mapping, or a word, which is a bare key. */
  List<Section> items(String key) {
    return required(key).map(node -> ListItems.sections(node, at(key), findings)).orElse(List.of());
  }

  /**
   * What the section under a key defines; nothing, with a finding, where it is missing or no
   * mapping.
   */
  <T> Optional<T> section(String key, Function<Section, Optional<T>> reader) {
    Optional<Node> node = required(key);
    if (node.isEmpty()) {
      return Optional.empty();
    }
    if (node.get() instanceof MappingNode mapping) {
      return reader.apply(new Section(mapping, at(key), findings));
    }
    findings.add(
        at(key), "must be a mapping of keys to values, found " + Nodes.describe(node.get()));
    return Optional.empty();
  }

  /** What a mapping of names to sections defines, in the file's order. */
  <T> Map<String, T> each(BiFunction<String, Section, Optional<T>> reader) {
    return each(name -> true, Checks.NAME, reader);
  }

  /** The same, of those names alone that are wanted, which must be of that form. */
  <T> Map<String, T> each(
      Predicate<String> wanted, Pattern form, BiFunction<String, Section, Optional<T>> reader) {
    Map<String, T> all = new LinkedHashMap<>();
    for (String name : keys()) {
      if (!wanted.test(name)) {
        continue;
      }
      if (form.matcher(name).matches()) {
        section(name, section -> reader.apply(name, section))
            .ifPresent(value -> all.put(name, value));
      } else {
        findings.add(at(name), "must be a name that matches " + form);
      }
    }
    return all;
  }

  /** Adds a problem with the value of a key. */
  void refuse(String key, String message) {
    findings.add(at(key), message);
  }

  /** Adds a problem with the section itself. */
  void refuseWhole(String message) {
    findings.add(path, message);
  }

  /** What the section defines, unless something was found wrong in it. */
  <T> Optional<T> build(Supplier<T> constructor) {
    return findings.count() > before ? Optional.empty() : attempt(constructor);
  }

  /**
   * What a constructor makes; nothing, with its problems as findings of this section, where it
   * refuses.
   */
  <T> Optional<T> attempt(Supplier<T> constructor) {
    return attemptAt(path, constructor);
  }

  /** The same, of what stands under a key. */
  <T> Optional<T> attempt(String key, Supplier<T> constructor) {
    return attemptAt(at(key), constructor);
  }

  private <T> Optional<T> attemptAt(String place, Supplier<T> constructor) {
    try {
      return Optional.of(constructor.get());
    } catch (InvalidDefinitionException e) {
      e.problems()
          .forEach(problem -> findings.add(place.isEmpty() ? problem : problem.within(place)));
      return Optional.empty();
    }
  }

  private <T> T scalar(
      String key, String wanted, Set<Tag> tags, Function<String, T> parser, T otherwise) {
    Optional<Node> node = required(key);
    if (node.isEmpty()) {
      return otherwise;
    }
    if (node.get() instanceof ScalarNode scalar && tags.contains(scalar.getTag())) {
      try {
        return parser.apply(scalar.getValue());
      } catch (NumberFormatException e) {
        findings.add(at(key), "must be " + wanted + ", found " + scalar.getValue());
        return otherwise;
      }
    }
    findings.add(at(key), "must be " + wanted + ", found " + Nodes.describe(node.get()));
    return otherwise;
  }

  private Optional<Node> required(String key) {
    if (!has(key)) {
      findings.add(at(key), "is missing");
    }
    return Optional.ofNullable(values.get(key));
  }

  private String at(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }
}

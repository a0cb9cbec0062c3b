package io.lakebeam.definition;

import java.util.ArrayList;
import java.util.List;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** The items of lists of the file. */
final class ListItems {
  private ListItems() {}

  /** Texts; {@code kind} says what each of them is. */
  static List<String> texts(Node node, String kind, String path, Findings findings) {
    List<String> texts = new ArrayList<>();
    if (node instanceof SequenceNode list) {
      for (Node item : list.getValue()) {
        String at = path + "[" + texts.size() + "]";
        findings.locate(at, item);
        if (!item.getTag().equals(Tag.STR)) {
          findings.add(at, "must be a %s, found %s".formatted(kind, Nodes.describe(item)));
        }
        texts.add(item instanceof ScalarNode scalar ? scalar.getValue() : "");
      }
    } else {
      findings.add(path, "must be a list of %ss, found %s".formatted(kind, Nodes.describe(node)));
    }
    return texts;
  }

  /** Single values as they are written, null as an empty text. */
  static List<String> values(Node node, String path, Findings findings) {
    List<String> values = new ArrayList<>();
    if (node instanceof SequenceNode list) {
      for (Node item : list.getValue()) {
        if (item instanceof ScalarNode scalar) {
          values.add(scalar.getTag().equals(Tag.NULL) ? "" : scalar.getValue());
        } else {
          findings.add(
              path + "[" + values.size() + "]",
              "must be a single value, found " + Nodes.describe(item));
        }
      }
    } else {
      findings.add(path, "must be a list of values, found " + Nodes.describe(node));
    }
    return values;
  }

  /** Mappings, and words as mappings of them to nothing; what is no list is its only item. */
  static List<Section> sections(Node node, String path, Findings findings) {
    List<Section> sections = new ArrayList<>();
    List<Node> items = node instanceof SequenceNode list ? list.getValue() : List.of(node);
    for (int i = 0; i < items.size(); i++) {
      String at = node instanceof SequenceNode ? path + "[" + i + "]" : path;
      Node item = items.get(i);
      findings.locate(at, item);
      if (item instanceof MappingNode mapping) {
        sections.add(new Section(mapping, at, findings));
      } else if (item instanceof ScalarNode word && word.getTag().equals(Tag.STR)) {
        sections.add(new Section(word, at, findings));
      } else {
        findings.add(at, "must be a word or a mapping, found " + Nodes.describe(item));
      }
    }
    return sections;
  }
}

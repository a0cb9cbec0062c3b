package io.lakebeam.definition;

import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** What nodes of the file are. */
final class Nodes {
  /** What stands under a key that nothing stands under. */
  static final Node NOTHING =
      new ScalarNode(Tag.NULL, "", null, null, DumperOptions.ScalarStyle.PLAIN);

  private Nodes() {}

  /** Whether an entry is of that key and that text. */
  static boolean isEntry(NodeTuple tuple, String key, String text) {
    return tuple.getKeyNode() instanceof ScalarNode its
        && its.getValue().equals(key)
        && tuple.getValueNode() instanceof ScalarNode value
        && value.getValue().equals(text);
  }

  /** The text of true; a {@link NumberFormatException}, as of other values, of another. */
  static String requireTrue(String text) {
    if (!text.equalsIgnoreCase("true")) {
      throw new NumberFormatException("not true");
    }
    return text;
  }

  /** What a node is, in words. */
  static String describe(Node node) {
    if (node instanceof SequenceNode) {
      return "a list";
    }
    if (node instanceof MappingNode) {
      return "a mapping";
    }
    if (node.getTag().equals(Tag.NULL)) {
      return "nothing";
    }
    if (node.getTag().equals(Tag.BOOL)) {
      return "true or false";
    }
    if (node.getTag().equals(Tag.TIMESTAMP)) {
      return "a date";
    }
    return node.getTag().equals(Tag.STR) ? "a text" : "a number";
  }
}

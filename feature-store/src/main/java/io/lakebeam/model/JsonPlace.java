package io.lakebeam.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A value in a JSON file that knows where it is, so that a refusal can say so. */
record JsonPlace(Path file, String path, JsonNode node) {

  JsonPlace field(String name) throws ModelFormatException {
    String place = path.isEmpty() ? name : path + "." + name;
    if (!node.isObject()) {
      throw refused("an object");
    }
    if (!node.has(name)) {
      List<String> found = new ArrayList<>();
      node.fieldNames().forEachRemaining(found::add);
      throw new ModelFormatException(file, "'%s' is missing; found: %s".formatted(place, found));
    }
    return new JsonPlace(file, place, node.get(name));
  }

  List<JsonPlace> items() throws ModelFormatException {
    if (!node.isArray()) {
      throw refused("an array");
    }
    List<JsonPlace> items = new ArrayList<>(node.size());
    for (int i = 0; i < node.size(); i++) {
      items.add(new JsonPlace(file, path + "[" + i + "]", node.get(i)));
    }
    return items;
  }

  String text() throws ModelFormatException {
    if (!node.isTextual()) {
      throw refused("a string");
    }
    return node.textValue();
  }

  String oneOf(String... allowed) throws ModelFormatException {
    if (!List.of(allowed).contains(text())) {
      throw refused(String.join(" or ", allowed));
    }
    return text();
  }

  double number() throws ModelFormatException {
    if (!node.isNumber()) {
      throw refused("a number");
    }
    return node.doubleValue();
  }

  long integer() throws ModelFormatException {
    if (!node.isIntegralNumber() || !node.canConvertToLong()) {
      throw refused("a whole number");
    }
    return node.longValue();
  }

  List<String> texts() throws ModelFormatException {
    List<String> texts = new ArrayList<>();
    for (JsonPlace item : items()) {
      texts.add(item.text());
    }
    return texts;
  }

  int[] integers() throws ModelFormatException {
    List<JsonPlace> items = items();
    int[] integers = new int[items.size()];
    for (int i = 0; i < integers.length; i++) {
      if (!items.get(i).node.canConvertToInt()) {
        throw items.get(i).refused("a whole number");
      }
      integers[i] = (int) items.get(i).integer();
    }
    return integers;
  }

  double[] numbers() throws ModelFormatException {
    List<JsonPlace> items = items();
    double[] numbers = new double[items.size()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = items.get(i).number();
    }
    return numbers;
  }

  Map<String, Long> longs() throws ModelFormatException {
    if (!node.isObject()) {
      throw refused("an object");
    }
    Map<String, Long> longs = new TreeMap<>();
    for (Map.Entry<String, JsonNode> entry : node.properties()) {
      longs.put(entry.getKey(), field(entry.getKey()).integer());
    }
    return longs;
  }

  private ModelFormatException refused(String allowed) {
    String found = node.toString();
    return new ModelFormatException(
        file,
        "'%s' is %s; allowed: %s"
            .formatted(
                path, found.length() > 60 ? found.substring(0, 60) + "..." : found, allowed));
  }
}

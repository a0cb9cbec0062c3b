package io.lakebeam.torture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lakebeam.torture.TestDecoding.Cell;
import io.lakebeam.torture.TestDecoding.Kind;
import io.lakebeam.torture.TestDecoding.Line;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TestDecodingTest {
  @Test
  void readsValuesThatLookLikeTheirSurroundings() {
    Line line =
        TestDecoding.parse(
            "table s.t: INSERT: id[bigint]:-1 name[character varying]:'it''s\n new-tuple: x[y]:''1'''"
                + " tags[text[]]:'{a,\"b c\"}' ok[boolean]:true mask[bit]:B'101' \"Gone\"[text]:null");

    assertThat(line.kind()).isEqualTo(Kind.INSERT);
    assertThat(line.tables()).containsExactly("s.t");
    assertThat(line.row())
        .isEqualTo(
            Map.of(
                "id", cell("bigint", "-1"),
                "name", cell("character varying", "it's\n new-tuple: x[y]:'1'"),
                "tags", cell("text[]", "{a,\"b c\"}"),
                "ok", cell("boolean", "true"),
                "mask", cell("bit", "101"),
                "Gone", new Cell("text", null, false)));
  }

  @Test
  void tellsTheOldKeyFromTheNewRowAndAnUnchangedLargeValueFromAText() {
    Line line =
        TestDecoding.parse(
            "table s.t: UPDATE: old-key: id[bigint]:1 body[text]:'long' new-tuple: id[bigint]:2"
                + " body[text]:unchanged-toast-datum note[text]:'unchanged-toast-datum'");

    assertThat(line.before())
        .isEqualTo(Map.of("id", cell("bigint", "1"), "body", cell("text", "long")));
    assertThat(line.row().get("body").unchanged()).isTrue();
    assertThat(line.row().get("note")).isEqualTo(cell("text", "unchanged-toast-datum"));
  }

  @Test
  void readsDeletesTruncatesAndTheEndsOfTransactions() {
    assertThat(TestDecoding.parse("table s.t: DELETE: id[bigint]:7").row())
        .isEqualTo(Map.of("id", cell("bigint", "7")));
    assertThat(TestDecoding.parse("table s.a, s.b: TRUNCATE: (no-flags)"))
        .isEqualTo(new Line(Kind.TRUNCATE, List.of("s.a", "s.b"), Map.of(), Map.of()));
    assertThat(TestDecoding.parse("BEGIN 12").kind()).isEqualTo(Kind.BEGIN);
    assertThat(TestDecoding.parse("COMMIT 12").kind()).isEqualTo(Kind.COMMIT);
    assertThat(TestDecoding.parse("message: transactional: 1 prefix: p, sz: 1 content:x").kind())
        .isEqualTo(Kind.OTHER);
  }

  @Test
  void readsAMessageOfTheGivenPrefixAlone() {
    String message = "message: transactional: 1 prefix: shop, sz: 12 content:{\"a\": \"\n\"}";

    assertThat(TestDecoding.message(message, "shop")).contains("{\"a\": \"\n\"}");
    assertThat(TestDecoding.message(message, "sho")).isEmpty();
    assertThat(TestDecoding.message("COMMIT 12", "shop")).isEmpty();
  }

  @Test
  void refusesWhatItDoesNotUnderstand() {
    assertThatThrownBy(() -> TestDecoding.parse("table s.t: INSERT: id[bigint]=1"))
        .hasMessage("character 29: ':' is expected: table s.t: INSERT: id[bigint]=1");
    assertThatThrownBy(() -> TestDecoding.parse("table s.t: DELETE: (no-tuple-data)"))
        .hasMessageStartingWith("the change names no row");
  }

  private static Cell cell(String type, String text) {
    return new Cell(type, text, false);
  }
}

package io.lakebeam.change;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TransactionEndTest {
  @Test
  void anEndTellsWhereAndWhenItsTransactionWasCommitted() {
    String end =
        """
        {"status": "END", "id": "571:53195832", "ts_ms": 1486500577691, "event_count": 2,
         "data_collections": [{"data_collection": "s1.a", "event_count": 2}]}""";

    assertThat(TransactionEnd.read(end.getBytes(UTF_8)))
        .contains(new TransactionEnd(53195832, Instant.ofEpochMilli(1486500577691L)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"status\": \"BEGIN\", \"id\": \"571:53195832\", \"ts_ms\": 1486500577691}",
        "{\"status\": \"END\", \"id\": \"571\", \"ts_ms\": 1486500577691}",
        "{\"status\": \"END\", \"id\": \"571:99999999999999999999\", \"ts_ms\": 1486500577691}",
        "{\"status\": \"END\", \"id\": \"571:53195832\", \"ts_ms\": null}",
        "[1]",
        "garbage",
        ""
      })
  void anythingElseIsNoEnd(String record) {
    assertThat(TransactionEnd.read(record.getBytes(UTF_8))).isEmpty();
  }
}

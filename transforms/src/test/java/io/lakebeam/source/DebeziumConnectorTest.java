package io.lakebeam.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.apache.paimon.types.DataTypes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DebeziumConnectorTest {
  private static final SourceTable CUSTOMER =
      new SourceTable(
          "public",
          "customer",
          List.of(new SourceColumn("id", "bigint", DataTypes.BIGINT().notNull())),
          List.of("id"));

  @Test
  void slotsOfNamesThatLookAlikeInASlotDiffer() {
    assertThat(slot("a.b_c", "d")).isNotEqualTo(slot("a_b", "c_d")).matches("[a-z0-9_]+");
  }

  @Test
  void slotsOfTheLongestNamesFitIntoPostgres() {
    assertThat(slot("p".repeat(63), "s".repeat(63))).hasSizeLessThanOrEqualTo(63);
  }

  @Test
  void aLaterCaptureSharesNothingWithTheFirstButThePublication() {
    DebeziumConnector first = new DebeziumConnector("shop", "bank", List.of(CUSTOMER));
    DebeziumConnector second = first.ofCapture(2);

    assertThat(first.name()).isEqualTo("shop.bank");
    assertThat(second.name()).isEqualTo("shop.bank-2");
    assertThat(second.topic(CUSTOMER)).isEqualTo("shop.bank-2.public.customer");
    assertThat(second.transactionTopic()).isEqualTo("shop.bank-2.transaction");
    assertThat(second.slot()).startsWith("lakebeam_shop_bank_2_").isNotEqualTo(first.slot());
    assertThat(second.publication()).isEqualTo(first.publication()).isEqualTo(first.slot());
  }

  @Test
  void takesTheDatabaseFromTheUrlAndThePasswordNowhereButInItsOwnKey() {
    Map<String, String> config =
        new DebeziumConnector("shop", "bank", List.of(CUSTOMER))
            .config("jdbc:postgresql://db.example:6543/orders", "reader", "canary-1234");

    assertThat(config)
        .containsEntry("database.hostname", "db.example")
        .containsEntry("database.port", "6543")
        .containsEntry("database.dbname", "orders")
        .containsEntry("table.include.list", "public\\.customer")
        .containsEntry("value.converter.replace.null.with.default", "false")
        .containsEntry("provide.transaction.metadata", "true")
        .containsEntry("offsets.storage.topic", "shop.bank.offsets");
    assertThat(config.values()).filteredOn(value -> value.contains("canary-1234")).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc:postgresql:orders",
        "jdbc:postgresql://db.example/",
        "jdbc:postgresql://one,two/orders",
        "jdbc:postgresql://db.example/orders?sslmode=require"
      })
  void refusesAUrlThatTheConnectorCouldNotBeGivenWhole(String url) {
    DebeziumConnector connector = new DebeziumConnector("shop", "bank", List.of(CUSTOMER));

    assertThatThrownBy(() -> connector.config(url, "reader", "secret"))
        .isInstanceOf(SourceException.class)
        .hasMessage(
            "source url "
                + url
                + " cannot be handed to the connector; allowed:"
                + " jdbc:postgresql://host:port/database, without parameters");
  }

  private static String slot(String project, String source) {
    return new DebeziumConnector(project, source, List.of(CUSTOMER)).slot();
  }
}

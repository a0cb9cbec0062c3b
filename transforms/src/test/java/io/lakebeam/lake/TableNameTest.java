package io.lakebeam.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TableNameTest {
  @Test
  void isReadAsItIsWritten() {
    assertThat(TableName.parse("silver.customer_2"))
        .isEqualTo(TableName.of("silver", "customer_2"));
    assertThat(TableName.of("silver", "customer_2")).hasToString("silver.customer_2");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "silver.",
        ".customer",
        "silver.Customer",
        "silver.a.b",
        "../x.y",
        "s.a-b",
        "s.a b"
      })
  void refusesANameThatCouldLeadOutOfTheLake(String name) {
    assertThatThrownBy(() -> TableName.parse(name))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "a lake table's name is zone.table, both like [a-z_][a-z0-9_]{0,62}; found: " + name);
  }

  @Test
  void refusesANameWithoutAZone() {
    assertThatThrownBy(() -> TableName.parse("customer"))
        .hasMessage("a lake table's name is zone.table; found: customer");
  }

  @Test
  void refusesMoreThan63Characters() {
    TableName.of("silver", "a".repeat(63));
    assertThatThrownBy(() -> TableName.of("silver", "a".repeat(64)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}

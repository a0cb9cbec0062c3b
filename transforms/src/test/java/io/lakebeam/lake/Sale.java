package io.lakebeam.lake;

import java.util.Objects;
import org.apache.beam.sdk.schemas.JavaFieldSchema;
import org.apache.beam.sdk.schemas.annotations.DefaultSchema;
import org.checkerframework.checker.nullness.qual.Nullable;

/** An element as users have them: a class with public fields. */
@DefaultSchema(JavaFieldSchema.class)
public class Sale {
  public String country;
  public long orderId;
  public long version;
  public @Nullable String state;

  /** For Beam. */
  public Sale() {}

  Sale(String country, long orderId, long version, @Nullable String state) {
    this.country = country;
    this.orderId = orderId;
    this.version = version;
    this.state = state;
  }

  static boolean isCancelled(Sale sale) {
    return sale.state == null;
  }

  static TableName table(Sale sale) {
    return TableName.of("silver", "sales_" + sale.country);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Sale that
        && country.equals(that.country)
        && orderId == that.orderId
        && version == that.version
        && Objects.equals(state, that.state);
  }

  @Override
  public int hashCode() {
    return Objects.hash(country, orderId, version, state);
  }
}

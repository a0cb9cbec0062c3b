package io.lakebeam.definition;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A small project file that is right, for tests to make wrong. */
final class Shop {

  static final Map<String, String> VARIABLES =
      Map.of(
          "SHOP_URL", "jdbc:postgresql://localhost:5432/shop",
          "SHOP_PASSWORD", "canary-7f3a",
          "KAFKA", "localhost:9092",
          "S3_SECRET_KEY", "canary-s3",
          "LOCKS_PASSWORD", "canary-locks",
          "ERASURE_KEY", "canary-erasure-key");

  static final String LAKE = "lake: {warehouse: \"${WAREHOUSE:-./lake}\"}";

  static final String LAKE_ON_S3 =
      """
      lake:
        warehouse: s3://lake/warehouse
        endpoint: http://127.0.0.1:9000
        access-key: writer
        secret-key: ${S3_SECRET_KEY}
        locks:
          url: jdbc:postgresql://127.0.0.1:5432/locks
          user: locker
          password: ${LOCKS_PASSWORD}
      """;

  static final String TEXT =
      """
      project: web-shop
      lake: {warehouse: "${WAREHOUSE:-./lake}"}
      sources:
        shop:
          type: postgres
          url: ${SHOP_URL}
          user: reader
          password: ${SHOP_PASSWORD}
          kafka: ${KAFKA}
          connect: http://localhost:8083
      tables:
        customer: {from: shop.public.customer, key: [id], event-time: updated_at}
        purchase: {from: shop.sales.purchase, key: [id], event-time: bought_at}
        outcome: {from: shop.sales.outcome, key: [purchase_id], event-time: closed_at}
      entities:
        customer: {key: [customer_id]}
        purchase: {key: [purchase_id]}
      features:
        profile: {entity: customer, from: customer, key: [id], columns: [age, city]}
        terms: {entity: purchase, from: purchase, key: [id], columns: [customer_id, price]}
      models:
        comes_back:
          labels: {from: outcome, key: [purchase_id], column: returned, as: was_returned}
          keep: {row: purchase_id}
          features:
            age: profile.age
            price: terms.price
          algorithm: gradient-boosting
          parameters: {trees: 20, max-nodes: 8, shrinkage: 0.2, subsample: 1}
          split: {method: stratified, test: 0.25, seed: 9}
          require: {auc: 0.6}
      """;

  private Shop() {}

  /** The text with one part replaced, which must be there. */
  static String with(String part, String replacement) {
    if (!TEXT.contains(part)) {
      throw new IllegalArgumentException("not in the project: " + part);
    }
    return TEXT.replace(part, replacement);
  }

  static Project read(Path folder, String text) {
    return read(folder, text, VARIABLES);
  }

  static Project read(Path folder, String text, Map<String, String> variables) {
    try {
      return ProjectFile.read(Files.writeString(folder.resolve("project.yaml"), text), variables);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What is found wrong in a text. */
  static List<String> problems(Path folder, String text) {
    try {
      read(folder, text);
      return List.of();
    } catch (ProjectFileException e) {
      return e.problems();
    }
  }
}

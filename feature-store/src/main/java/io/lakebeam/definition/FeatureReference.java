package io.lakebeam.definition;

import java.util.regex.Pattern;

/**
 * A column of a training set and the feature it takes its values from.
 *
 * <pre>{@code
 * person_age: customer_profile.age      # new FeatureReference("person_age", "customer_profile", "age")
 * }</pre>
 *
 * @param name the training set's column
 * @param view the feature view
 * @param column the view's column
 */
public record FeatureReference(String name, String view, String column) {

  private static final Pattern FROM =
      Pattern.compile("%1$s\\.%1$s".formatted(Checks.NAME.pattern()));

  public FeatureReference {
    new Checks().name(name, name).matches(name, view + "." + column, FROM).done();
  }
}

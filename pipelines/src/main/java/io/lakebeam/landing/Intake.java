package io.lakebeam.landing;

import io.lakebeam.definition.Project;
import io.lakebeam.runner.Runner;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A source that is looked at again and again, and what takes from it what is new: files, or one
 * that is pulled.
 *
 * <pre>{@code
 * for (Intake intake : Intake.of(project, runner)) {
 *   IntakeResult result = intake.take();
 * }
 * }</pre>
 */
public interface Intake {
  /** One for each of the project's sources of this kind that a table is taken from. */
  static List<Intake> of(Project project, Runner runner) {
    List<Intake> all = new ArrayList<>(Landing.of(project, runner));
    all.addAll(Pull.of(project, runner));
    return all;
  }

  /** The source's name. */
  String source();

  /** Takes what is new by now. */
  IntakeResult take();

  /** The same, for who comes again: without waiting for what is about to come. */
  IntakeResult takeNew();

  /** How long after one look the next one begins. */
  Duration pause();
}

package io.lakebeam.landing;

import io.lakebeam.definition.Project;
import io.lakebeam.runner.Runner;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

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

  /**
   * Begins to look at it again and again.
   *
   * @param wake told, from another thread, when there is something to take
   * @param trouble told what is in the way of being told
   */
  Watched watched(Runnable wake, Consumer<String> trouble);
}

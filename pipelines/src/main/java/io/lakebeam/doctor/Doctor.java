package io.lakebeam.doctor;

import io.lakebeam.definition.Project;
import io.lakebeam.lake.Lake;
import java.util.List;

/**
 * Looks at every source of a project and at what carries its changes, changes nothing, and says how
 * to mend what is not as it should be.
 *
 * <pre>{@code
 * Doctor.of(project).examine().forEach(finding -> print(finding.check(), finding.verdict()));
 * }</pre>
 *
 * <p>A check that fails is a finding, too; the others are still made.
 */
public final class Doctor {
  private final Project project;

  private Doctor(Project project) {
    this.project = project;
  }

  /** The doctor for that project. */
  public static Doctor of(Project project) {
    return new Doctor(project);
  }

  /** Makes all checks, source by source. */
  public List<Finding> examine() {
    Lake lake = project.lake().open();
    return project.sources().values().stream()
        .flatMap(source -> new SourceChecks(project, source, lake).run().stream())
        .toList();
  }
}

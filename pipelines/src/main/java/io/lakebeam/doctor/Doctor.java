package io.lakebeam.doctor;

import io.lakebeam.definition.Project;
import io.lakebeam.lake.Lake;
import io.lakebeam.landing.Landing;
import io.lakebeam.landing.Pull;
import io.lakebeam.runner.RunnerName;
import java.util.ArrayList;
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
    List<Finding> findings = new ArrayList<>();
    project
        .sources()
        .values()
        .forEach(source -> findings.addAll(new SourceChecks(project, source, lake).run()));
    Landing.of(project, RunnerName.DIRECT).forEach(files -> findings.addAll(files(files)));
    Pull.of(project, RunnerName.DIRECT).forEach(pull -> findings.addAll(pulled(pull)));
    return findings;
  }

  private static List<Finding> files(Landing files) {
    Examination examination = new Examination(files.source());
    examination.run(
        "files",
        "make the folder readable for whoever runs ingest",
        () -> {
          int count = files.count();
          if (count > 0) {
            examination.ok("files", "%d in %s".formatted(count, files.folder()));
          } else {
            examination.warn(
                "files",
                "none in %s is like the source's path".formatted(files.folder()),
                "see whether sources.%s.path is meant so".formatted(files.source()));
          }
        });
    return examination.findings();
  }

  private static List<Finding> pulled(Pull pull) {
    Examination examination = new Examination(pull.source());
    examination.run(
        "pull",
        "mend sources.%s, or what it asks".formatted(pull.source()),
        () -> {
          pull.check();
          examination.ok("pull", pull.place());
        });
    return examination.findings();
  }
}

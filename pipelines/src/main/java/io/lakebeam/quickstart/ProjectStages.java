package io.lakebeam.quickstart;

import java.nio.file.Path;
import java.util.Map;

/** The stages of a project file. Seam: filled in when the pipelines are merged. */
public final class ProjectStages {
  private ProjectStages() {}

  /** Opens them; a {@link Stages.Factory}. */
  public static Stages open(Path projectFile, Map<String, String> variables, String runner) {
    throw new QuickstartException("the stages are not merged yet");
  }
}

package io.lakebeam.cli;

import io.lakebeam.quickstart.NearestName;
import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** The Beam runners that pipelines can be run on. */
final class RunnerName implements ITypeConverter<String> {
  private static final List<String> RUNNERS = List.of("DirectRunner", "FlinkRunner");

  @Override
  public String convert(String value) {
    if (RUNNERS.contains(value)) {
      return value;
    }
    throw new TypeConversionException(
        "found '"
            + value
            + "'; allowed: "
            + String.join(", ", RUNNERS)
            + NearestName.hint(value, RUNNERS));
  }
}

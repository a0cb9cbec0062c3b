package io.lakebeam.cli;

import io.lakebeam.definition.Nearest;
import io.lakebeam.runner.RunnerName;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code --runner}. */
final class RunnerConverter implements ITypeConverter<RunnerName> {
  @Override
  public RunnerName convert(String value) {
    return Arrays.stream(RunnerName.values())
        .filter(runner -> runner.option().equals(value))
        .findFirst()
        .orElseThrow(() -> unknown(value));
  }

  private static TypeConversionException unknown(String value) {
    List<String> allowed = Arrays.stream(RunnerName.values()).map(RunnerName::option).toList();
    return new TypeConversionException(
        "found '%s'; allowed: %s%s"
            .formatted(value, String.join(", ", allowed), Nearest.to(value, allowed)));
  }
}

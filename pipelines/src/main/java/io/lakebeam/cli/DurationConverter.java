package io.lakebeam.cli;

import io.lakebeam.quality.DurationText;
import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a duration as the project file writes them: {@code 30s}, {@code 90m}, {@code 7d}. */
final class DurationConverter implements ITypeConverter<Duration> {

  @Override
  public Duration convert(String value) {
    return DurationText.parse(value)
        .orElseThrow(
            () ->
                new TypeConversionException(
                    "found '%s'; allowed: a number of seconds, minutes, hours or days, as in 30s, 90m, 12h, 7d"
                        .formatted(value)));
  }
}

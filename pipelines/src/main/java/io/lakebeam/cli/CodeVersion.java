package io.lakebeam.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/**
 * Which code this is: the Maven version and, where it was built in a git clone, the commit, with
 * {@code -dirty} where files had changed since. Written by the build into {@code
 * version.properties}.
 */
public final class CodeVersion implements IVersionProvider {
  /** As {@code 0.1.0-SNAPSHOT (8c7f43e)}. */
  public static String current() {
    Properties properties = new Properties();
    try (InputStream file = CodeVersion.class.getResourceAsStream("version.properties")) {
      properties.load(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    String version = properties.getProperty("version");
    String commit = properties.getProperty("commit");
    // Outside of a git clone the build leaves the placeholders as they are.
    return commit.startsWith("$")
        ? version
        : version
            + " ("
            + commit
            + (properties.getProperty("dirty").equals("true") ? "-dirty)" : ")");
  }

  @Override
  public String[] getVersion() {
    return new String[] {"lakebeam " + current()};
  }
}

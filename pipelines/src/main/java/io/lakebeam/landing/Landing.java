package io.lakebeam.landing;

import io.lakebeam.definition.FilesDefinition;
import io.lakebeam.definition.NotificationsDefinition;
import io.lakebeam.definition.Project;
import io.lakebeam.definition.TableDefinition;
import io.lakebeam.file.CheckedFile;
import io.lakebeam.file.StoredFile;
import io.lakebeam.file.StoredFiles;
import io.lakebeam.lake.Alone;
import io.lakebeam.lake.DeadLetters;
import io.lakebeam.lake.Lake;
import io.lakebeam.lake.LakeIO;
import io.lakebeam.lake.Zones;
import io.lakebeam.runner.Runner;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.beam.sdk.Pipeline;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Takes a source's files into the lake, each once by its content.
 *
 * <pre>{@code
 * for (Landing landing : Landing.of(project, runner)) {
 *   LandingResult result = landing.take();
 * }
 * }</pre>
 *
 * <p>A run lists the files, looks at all of each new one, gives it a number, and writes all of them
 * by one bounded pipeline: table by table readers see the rows of all of its files, or none. Killed
 * at any point, it is run again; files keep their numbers, so that their rows are the same rows.
 * Two runs of one source wait for each other.
 */
public final class Landing implements Intake {
  /** How long a file must not have changed before it is looked at. */
  static final Duration QUIET = Duration.ofSeconds(2);

  /** How long a file of this machine that ends too early may still become whole. */
  static final Duration PATIENCE = Duration.ofMinutes(1);

  /** What {@code last_seen} may be behind. */
  static final Duration SEEN = Duration.ofHours(1);

  private final String job;
  private final Lake lake;
  private final LandingTable table;
  private final StoredFiles files;
  private final Runner runner;
  private final @Nullable Backup backup;
  private final Clock clock;
  private final Optional<NotificationsDefinition> notifications;
  private boolean isPrepared;
  private long foundNanos;

  private Landing(
      String job,
      Lake lake,
      LandingTable table,
      StoredFiles files,
      @Nullable Backup backup,
      Runner runner,
      Optional<NotificationsDefinition> notifications,
      Clock clock) {
    this.job = job;
    this.lake = lake;
    this.table = table;
    this.files = files;
    this.backup = backup;
    this.runner = runner;
    this.notifications = notifications;
    this.clock = clock;
  }

  /** One for each of the project's sources of files that a table is taken from. */
  public static List<Landing> of(Project project, Runner runner) {
    return project.tables().values().stream()
        .filter(table -> project.files().containsKey(table.from()))
        .map(table -> of(project, table, runner))
        .toList();
  }

  private static Landing of(Project project, TableDefinition table, Runner runner) {
    FilesDefinition source = project.files().get(table.from());
    LandingTable landing = LandingTable.of(project, table);
    return new Landing(
        project.name() + "-files-" + source.name(),
        project.lake().open(),
        landing,
        StoredFiles.like(source.path(), landing.access()),
        source.backup() == null
            ? null
            : new Backup(source.backup(), landing.access(), landing.seal()),
        runner,
        source.notifications(),
        Clock.systemUTC());
  }

  /**
   * Takes what is new by now. Files that are being written are waited for, for some seconds.
   *
   * @throws LandingException if there is no file and never was one, or the files cannot be listed
   */
  @Override
  public LandingResult take() {
    LandingResult result = takeOf(this::settled, () -> Manifest.read(lake, table.source()));
    if (result.taken() + result.refused().size() + result.waiting().size() == 0) {
      requireAnyEver();
    }
    return result;
  }

  /** Takes what is new by now, but for files that are being written. */
  LandingResult takeNew() {
    return takeOf(this::list, () -> Manifest.read(lake, table.source()));
  }

  /** Takes what is new of the files at these paths, but for files that are being written. */
  LandingResult takeNew(Set<String> paths) {
    return takeOf(() -> at(paths), () -> Manifest.readSome(lake, table.source(), paths));
  }

  @SuppressWarnings("try") // held, not used
  private LandingResult takeOf(Supplier<List<StoredFile>> listing, Supplier<Manifest> manifest) {
    try (Alone alone = table.alone(lake)) {
      prepare();
      long start = System.nanoTime();
      List<StoredFile> listed = listing.get();
      Round round = new Round(table, manifest.get(), clock);
      foundNanos = System.nanoTime() - start;
      List<CheckedFile> checked = new ArrayList<>();
      listed.forEach(file -> look(round, file).ifPresent(checked::add));
      round.add(lake, checked);
      Manifest.write(lake, round.entries());
      if (!round.parts().isEmpty()) {
        round.parts().keySet().forEach(this::backUp);
        write(round);
      }
      return round.result(Manifest.readSome(lake, table.source(), round.paths()));
    }
  }

  private void prepare() {
    if (isPrepared) {
      return;
    }
    table.lakeTables().forEach(lake::createOrEvolve);
    lake.createOrEvolve(DeadLetters.table(Zones.DEAD_LETTERS));
    isPrepared = true;
  }

  private Optional<CheckedFile> look(Round round, StoredFile file) {
    if (!round.isNews(file)) {
      return Optional.empty();
    }
    try {
      CheckedFile checked = table.check().check(file, table.access());
      if (StoredFiles.at(file.path(), table.access()).filter(file::isAs).isEmpty()) {
        round.leave(file);
        return Optional.empty();
      }
      return Optional.of(checked);
    } catch (IOException e) {
      throw new LandingException(
          "source %s: %s cannot be read".formatted(table.source(), file.path()), e);
    }
  }

  private void backUp(FileEntry entry) {
    if (backup == null) {
      return;
    }
    try {
      backup.keep(entry);
    } catch (IOException e) {
      throw new LandingException(
          "source %s: %s cannot be kept in the backup; it is not taken before it is"
              .formatted(table.source(), entry.file().path()),
          e);
    }
  }

  /** The files, once none of them is younger than {@link #QUIET}, or after twice that time. */
  private List<StoredFile> settled() {
    List<StoredFile> listed = list();
    long until = clock.millis() + 2 * QUIET.toMillis();
    while (clock.millis() < until && listed.stream().anyMatch(this::isYoung)) {
      try {
        Thread.sleep(QUIET.toMillis() / 4);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new LandingException("source %s: stopped".formatted(table.source()), e);
      }
      listed = list();
    }
    return listed;
  }

  private boolean isYoung(StoredFile file) {
    return Round.isYoungerThan(QUIET, file, clock.millis());
  }

  private List<StoredFile> list() {
    try {
      return files.list();
    } catch (IOException e) {
      throw new LandingException(
          "source %s: its files cannot be listed".formatted(table.source()), e);
    }
  }

  private List<StoredFile> at(Set<String> paths) {
    List<StoredFile> found = new ArrayList<>();
    for (String path : paths) {
      try {
        StoredFiles.at(path, table.access()).ifPresent(found::add);
      } catch (IOException e) {
        throw new LandingException(
            "source %s: %s cannot be asked for".formatted(table.source(), path), e);
      }
    }
    return found;
  }

  private void write(Round round) {
    Pipeline pipeline = Pipeline.create(runner.batch(job));
    LandingPipeline.build(pipeline, lake, table, round.parts(), LakeIO.write(lake));
    runner.runToEnd(pipeline);
  }

  /**
   * How many files there are; changes nothing.
   *
   * @throws LandingException if they cannot be listed
   */
  public int count() {
    return list().size();
  }

  /** How long it took in the last run to list the files, and to read which of them are known. */
  long foundNanos() {
    return foundNanos;
  }

  /** Whether a path is one of the source. */
  boolean isLike(String path) {
    return files.areLike(path);
  }

  /** Where its store says which objects are new. */
  Optional<NotificationsDefinition> notifications() {
    return notifications;
  }

  @Override
  public String source() {
    return table.source();
  }

  @Override
  public Watched watched(Runnable wake, Consumer<String> trouble) {
    return WatchedFiles.of(this, wake, trouble);
  }

  /** The folder that is looked into. */
  public String folder() {
    return files.folder();
  }

  private void requireAnyEver() {
    if (Manifest.read(lake, table.source()).isEmpty()) {
      throw new LandingException(
          "source %s: no file is like its path, and none ever was; looked into %s"
              .formatted(table.source(), files.folder()));
    }
  }
}

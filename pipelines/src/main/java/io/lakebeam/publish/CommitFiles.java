package io.lakebeam.publish;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.PCollectionView;
import org.apache.paimon.fs.FileIO;
import org.apache.paimon.fs.Path;

/**
 * Puts all files of a publication into its folder, then the file that says that it is whole. Done
 * again it goes on where it was.
 */
final class CommitFiles extends DoFn<Publication, Publication> {
  private static final long serialVersionUID = 1L;

  private final FilesPlan plan;
  private final PCollectionView<Iterable<WrittenFile>> written;

  CommitFiles(FilesPlan plan, PCollectionView<Iterable<WrittenFile>> written) {
    this.plan = plan;
    this.written = written;
  }

  @ProcessElement
  public void commit(ProcessContext context) throws IOException {
    FileIO io = plan.io();
    List<WrittenFile> files = new ArrayList<>();
    context.sideInput(written).forEach(files::add);
    if (files.isEmpty() && !plan.isPartitioned()) {
      // A reader finds the columns of a table that has no rows.
      files.add(OpenFile.begin(plan, "").end());
    }
    for (WrittenFile file : files) {
      Path target = file.committer().targetPath();
      if (!io.exists(target)) {
        file.committer().commit(io);
      }
    }
    for (WrittenFile file : files) {
      file.committer().clean(io);
    }
    Publication whole =
        context
            .element()
            .with(
                files.stream()
                    .map(WrittenFile::part)
                    .sorted(Comparator.comparing(Publication.FilePart::path))
                    .toList());
    io.overwriteFileUtf8(plan.path(Publications.WHOLE), whole.toJson());
    context.output(whole);
  }
}

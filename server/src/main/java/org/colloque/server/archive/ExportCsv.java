package org.colloque.server.archive;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.database.Viewer;
import org.colloque.server.http.TemporaryFiles;
import org.colloque.server.kit.Kit;
import org.colloque.server.text.Csv;

/** Writes what a member keeps as a table, the newest first. */
final class ExportCsv {
  private final Kit kit;

  ExportCsv(Kit kit) {
    this.kit = kit;
  }

  /** A file of its own, which the answer deletes. */
  Path write(AccountId me, CsvKind kind) {
    try {
      Path file = TemporaryFiles.create(kit.config().dataFolder().resolve("tmp"), ".csv");
      try (Writer out = Files.newBufferedWriter(file)) {
        if (!kind.heading().isEmpty()) {
          out.write(Csv.line(kind.heading()));
        }
        lines(out, me, kind);
      } catch (IOException | RuntimeException failure) {
        Files.deleteIfExists(file);
        throw failure;
      }
      return file;
    } catch (IOException failure) {
      throw new UncheckedIOException("an export cannot be written", failure);
    }
  }

  private void lines(Writer out, AccountId me, CsvKind kind) throws IOException {
    long before = Long.MAX_VALUE;
    List<CsvQueries.Line> portion;
    do {
      long from = before;
      portion =
          kit.db()
              .as(
                  Viewer.of(me),
                  tx -> new CsvQueries(tx.sql(), me, kit.urls().host(), from).portion(kind));
      for (CsvQueries.Line line : portion) {
        out.write(Csv.line(line.fields()));
        before = line.cursor();
      }
    } while (portion.size() == CsvQueries.PORTION);
  }
}

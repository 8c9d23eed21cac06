package org.colloque.server.instance;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.colloque.server.http.Access;
import org.colloque.server.http.ProblemException;
import org.colloque.server.http.Reply;
import org.colloque.server.http.Route;
import org.colloque.server.kit.Urls;
import org.jspecify.annotations.Nullable;

/**
 * Where people who use the instance find the source code of what runs (AGPL section 13): at the
 * address that its owner gives, else here, as the archive that the build laid beside the program.
 */
public final class SourceCode {
  /** The archive beside the program's own jar; the start script makes it in the build. */
  static final String ARCHIVE = "colloque-source.tar.gz";

  private static final String PATH = "/source";

  private final Settings settings;
  private final Urls urls;
  private final @Nullable Path archive;

  /**
   * @param archive null when there is none
   */
  SourceCode(Settings settings, Urls urls, @Nullable Path archive) {
    this.settings = settings;
    this.urls = urls;
    this.archive = archive;
  }

  /** The archive of the program that runs; null when it runs from folders of classes. */
  static @Nullable Path ofThisProgram() {
    // the class path, because a class that comes from the start-up cache knows no place of its own
    return beside(System.getProperty("java.class.path", ""));
  }

  /**
   * The archive beside the first jar, null when there is none.
   *
   * @param classPath of the running program
   */
  static @Nullable Path beside(String classPath) {
    Path archive = Path.of(classPath.split(File.pathSeparator, 2)[0]).resolveSibling(ARCHIVE);
    return Files.isRegularFile(archive) ? archive : null;
  }

  /** An absolute address; empty when neither the owner nor the build gave one. */
  String address(InstanceSettings about) {
    if (!about.sourceUrl().isEmpty()) {
      return about.sourceUrl();
    }
    return archive == null ? "" : urls.absolute(PATH);
  }

  List<Route> routes() {
    return List.of(Route.get(PATH, Access.anyone(), _ -> download()));
  }

  Reply download() {
    String elsewhere = settings.current().sourceUrl();
    if (!elsewhere.isEmpty()) {
      return Reply.redirect(elsewhere);
    }
    if (archive == null) {
      throw ProblemException.notFound();
    }
    try {
      return Reply.file("application/gzip", archive, Files.size(archive))
          .with("content-disposition", "attachment; filename=\"" + ARCHIVE + "\"");
    } catch (IOException failure) {
      throw new UncheckedIOException("the archive of the source code cannot be read", failure);
    }
  }
}

package org.colloque.server.archive;

import java.nio.file.Path;
import java.util.List;
import org.colloque.server.accounts.Relations;
import org.colloque.server.accounts.Resolver;
import org.colloque.server.http.Route;
import org.colloque.server.jobs.Worker;
import org.colloque.server.kit.Kit;
import org.colloque.server.media.MediaStore;
import org.colloque.server.pages.PageReplies;
import org.colloque.server.statuses.StatusMarks;

/** The room of what members take with them and bring along, joined. */
public final class Archives {
  private final Kit kit;
  private final Path folder;
  private final List<Worker> workers;

  public Archives(
      Kit kit, MediaStore store, Resolver resolver, Relations relations, StatusMarks marks) {
    this.kit = kit;
    this.folder = kit.config().dataFolder().resolve("archives");
    this.workers =
        List.of(
            new MakeArchives(kit, new WriteArchive(kit, store), folder),
            new WorkImports(kit, new ApplyLine(kit, resolver, relations, marks)));
  }

  public List<Worker> workers() {
    return workers;
  }

  public List<Route> routes(PageReplies replies) {
    return new ArchivePages(kit, replies, folder).routes();
  }
}

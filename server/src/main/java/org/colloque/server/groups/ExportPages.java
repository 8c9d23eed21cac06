package org.colloque.server.groups;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.http.Access;
import org.colloque.server.http.Reply;
import org.colloque.server.http.Request;
import org.colloque.server.http.Route;
import org.colloque.server.oauth.Throttle;
import org.colloque.server.pages.view.Paths;

/** A member fetches what is theirs. */
final class ExportPages {
  /** Exports of one person: each is a file for as long as it is sent. */
  static final Throttle.Limit EXPORTS =
      new Throttle.Limit("group export", 10, Duration.ofMinutes(10));

  private final ExportGroup export;
  private final Throttle throttle;

  ExportPages(ExportGroup export, Throttle throttle) {
    this.export = export;
    this.throttle = throttle;
  }

  List<Route> routes() {
    return List.of(
        Route.get(Paths.group(":id", "/export"), Access.signedInOrGuest(), this::export));
  }

  private Reply export(Request request) {
    AccountId me = GroupRequests.me(request);
    throttle.spend(EXPORTS, me.toString());
    Path file = export.write(me, GroupRequests.group(request));
    try {
      return Reply.passingFile("application/zip", file, Files.size(file))
          .with("content-disposition", "attachment; filename=\"export.zip\"");
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}

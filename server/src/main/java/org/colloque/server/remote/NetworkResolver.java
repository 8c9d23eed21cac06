package org.colloque.server.remote;

import java.util.Optional;
import org.colloque.federation.handle.Handle;
import org.colloque.federation.handle.Origin;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.accounts.Resolver;
import org.colloque.server.database.Viewer;
import org.colloque.server.kit.Kit;
import org.colloque.server.statuses.StatusId;

/** Finds what people type into the search: handles and addresses. */
public final class NetworkResolver implements Resolver {
  private final Kit kit;
  private final FindAccount accounts;
  private final FindStatus statuses;

  public NetworkResolver(Kit kit, FindAccount accounts, FindStatus statuses) {
    this.kit = kit;
    this.accounts = accounts;
    this.statuses = statuses;
  }

  @Override
  public Optional<AccountId> accountByHandle(String handle) {
    String full = handle.contains("@") ? handle : handle + "@" + kit.urls().host();
    return Handle.parse(full)
        .flatMap(parsed -> accounts.byHandle(parsed).optional())
        .map(KnownActor::id);
  }

  @Override
  public Optional<AccountId> accountByHandleNow(String handle) {
    String full = handle.contains("@") ? handle : handle + "@" + kit.urls().host();
    return Handle.parse(full)
        .flatMap(parsed -> accounts.byHandleNow(parsed).optional())
        .map(KnownActor::id);
  }

  @Override
  public Optional<AccountId> accountByUrl(String url) {
    return kit.urls().isOurs(url)
        ? ourUsername(url).flatMap(this::accountByHandle)
        : web(url).flatMap(address -> accounts.byUrl(address).optional()).map(KnownActor::id);
  }

  @Override
  public Optional<StatusId> statusByUrl(String url) {
    return kit.urls().isOurs(url)
        ? ourStatus(url)
        : web(url).flatMap(address -> statuses.byUrl(address).optional());
  }

  private static Optional<String> web(String url) {
    return Origin.of(url).map(_ -> url);
  }

  /** Of {@code /@name} and {@code /users/name}. */
  private Optional<String> ourUsername(String url) {
    String path = url.substring(kit.urls().base().length());
    String name =
        path.startsWith("/@")
            ? path.substring(2)
            : path.startsWith("/users/") ? path.substring("/users/".length()) : "";
    return Handle.isUsername(name) ? Optional.of(name) : Optional.empty();
  }

  /** Of {@code /@name/id} and {@code /users/name/statuses/id}. */
  private Optional<StatusId> ourStatus(String url) {
    return kit.db()
        .as(Viewer.stranger(), tx -> RemoteStatuses.byOurAddress(tx.sql(), url))
        .filter(known -> !known.deleted() && known.open())
        .map(RemoteStatuses.Known::id);
  }
}

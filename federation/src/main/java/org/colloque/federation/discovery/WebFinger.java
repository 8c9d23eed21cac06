package org.colloque.federation.discovery;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import org.colloque.federation.fetch.Door;
import org.colloque.federation.fetch.FetchResult;
import org.colloque.federation.fetch.Fetcher;
import org.colloque.federation.handle.Handle;

/** Asks whose a handle is (RFC 7033, quirk 13). Blocks. */
public final class WebFinger {

  private static final Set<String> JSON_TYPES = Set.of(Jrd.CONTENT_TYPE, "application/json");
  private static final Set<String> HOST_META_TYPES =
      Set.of(
          "application/xrd+xml",
          "application/xml",
          "text/xml",
          "application/json",
          "application/jrd+json");

  private final Fetcher fetcher;
  private final boolean localMode;

  /**
   * @param localMode ask hosts of this machine by plain http
   */
  public WebFinger(Fetcher fetcher, boolean localMode) {
    this.fetcher = fetcher;
    this.localMode = localMode;
  }

  /**
   * A handle as its host gives it, which may be another than was asked for, and its actor. The
   * actor has still to be fetched and compared.
   */
  public record Account(Handle handle, String actor) {}

  /**
   * Finds the account. When the host says that the person has another handle, that handle's host is
   * asked too and must agree; it may not point further (check C28).
   */
  public FetchResult<Account> find(Handle handle) {
    return ask(handle)
        .then(first -> {
          if (first.value().handle().sameAs(handle)) {
            return first;
          }
          return ask(first.value().handle())
              .then(second ->
                  second.value().equals(first.value())
                      ? second
                      : new FetchResult.Refused<>("the hosts disagree about the handle"));
        });
  }

  private FetchResult<Account> ask(Handle handle) {
    String resource = URLEncoder.encode(handle.acct(), StandardCharsets.UTF_8);
    String base = base(handle.host());
    FetchResult<Account> usual = account(base + "/.well-known/webfinger?resource=" + resource);
    // only "not here" leads on: a host that is down is not moved
    return switch (usual) {
      case FetchResult.NotFound<Account> _,
          FetchResult.Denied<Account> _,
          FetchResult.Refused<Account> _ ->
          elsewhere(base, resource, usual);
      case FetchResult.Found<Account> _,
          FetchResult.Gone<Account> _,
          FetchResult.TooLarge<Account> _,
          FetchResult.Unreachable<Account> _ ->
          usual;
    };
  }

  private FetchResult<Account> elsewhere(String base, String resource, FetchResult<Account> usual) {
    if (!(fetcher.text(base + "/.well-known/host-meta", HOST_META_TYPES)
        instanceof FetchResult.Found<Fetcher.Text> found)) {
      return usual;
    }
    Optional<String> template =
        HostMeta.template(found.value().contentType(), found.value().body());
    return template.isEmpty() ? usual : account(template.get().replace("{uri}", resource));
  }

  private FetchResult<Account> account(String url) {
    return fetcher
        .json(url, JSON_TYPES)
        .then(found -> {
          Optional<Jrd> jrd = Jrd.read(found.value());
          Optional<Handle> subject = jrd.flatMap(answer -> Handle.parse(answer.subject()));
          Optional<String> actor = jrd.flatMap(Jrd::self);
          return subject.isPresent() && actor.isPresent()
              ? new FetchResult.Found<>(new Account(subject.get(), actor.get()), found.url())
              : new FetchResult.Refused<>("an answer without handle or actor");
        });
  }

  private String base(String host) {
    String name = host.replaceFirst(":\\d+$", "");
    return (localMode && Door.isLocalName(name) ? "http://" : "https://") + host;
  }
}

package org.colloque.federation.fetch;

import java.net.InetAddress;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Predicate;
import org.colloque.federation.handle.Origin;

/**
 * Whom we may speak to: https on its own ports, no userinfo, never ourselves, and only hosts all of
 * whose addresses are public. The address is resolved here once, and whoever asked must connect to
 * exactly that one: a second look-up could answer differently (DNS rebinding). What was checked is
 * used again for half a minute.
 */
public final class Door implements AutoCloseable {

  private final Origin self;
  private final boolean localMode;
  private final Predicate<String> spokenWith;

  private final CheckedAddresses checked = new CheckedAddresses();
  private final Lookups lookups;

  /**
   * A door with the system's resolver.
   *
   * @param self our public origin, which is never fetched (security row 34)
   * @param localMode for tests and local development: private addresses, any port and plain http
   *     are allowed; the server refuses to start so unless {@link #isLocalName} holds for its own
   *     name
   */
  public Door(Origin self, boolean localMode) {
    this(self, localMode, Resolver.system(), _ -> true);
  }

  /** As {@link #Door(Origin, boolean)} with another resolver. */
  public Door(Origin self, boolean localMode, Resolver resolver) {
    this(self, localMode, resolver, _ -> true);
  }

  /**
   * As {@link #Door(Origin, boolean)}, for servers with rules about others.
   *
   * @param spokenWith whether a host, in canonical form, may be spoken to; asked for each request
   *     and each redirect, on a thread that may wait
   */
  public Door(Origin self, boolean localMode, Resolver resolver, Predicate<String> spokenWith) {
    this.self = self;
    this.localMode = localMode;
    this.spokenWith = spokenWith;
    this.lookups = new Lookups(resolver);
  }

  /** What the door says. */
  public sealed interface Passage {

    /** Go, to this address and no other. */
    record Allowed(Destination destination) implements Passage {}

    /** Never. */
    record Refused(String reason) implements Passage {}

    /** The name has no address now. */
    record Unresolved(String reason) implements Passage {}
  }

  /** A checked address: {@code uri} without fragment, {@code address} to connect to. */
  public record Destination(URI uri, Origin origin, InetAddress address) {}

  /** Checks and resolves; completes on a thread of the door's own, never exceptionally. */
  public CompletableFuture<Passage> open(String url) {
    Optional<URI> uri = Origin.parse(url);
    Optional<Origin> origin = uri.flatMap(Origin::of);
    if (uri.isEmpty() || origin.isEmpty()) {
      return CompletableFuture.completedFuture(new Passage.Refused("not a web address"));
    }
    Optional<String> fault = fault(origin.get());
    if (fault.isPresent()) {
      return CompletableFuture.completedFuture(new Passage.Refused(fault.get()));
    }
    // before what is remembered: a rule holds from this moment on
    try {
      if (!spokenWith.test(origin.get().host())) {
        return CompletableFuture.completedFuture(
            new Passage.Refused("a server that is not spoken with"));
      }
    } catch (RuntimeException _) {
      return CompletableFuture.completedFuture(
          new Passage.Unresolved("it is not known whether the server is spoken with"));
    }
    Optional<InetAddress> known = checked.find(origin.get().host());
    if (known.isPresent()) {
      return CompletableFuture.completedFuture(
          new Passage.Allowed(new Destination(uri.get(), origin.get(), known.get())));
    }
    return lookups
        .of(origin.get().host())
        .handle((addresses, failure) ->
            failure == null
                ? judge(uri.get(), origin.get(), addresses)
                : new Passage.Unresolved(
                    failure instanceof RejectedExecutionException
                        ? "too many names are being resolved"
                        : "no such host"));
  }

  private Optional<String> fault(Origin origin) {
    if (origin.equals(self)) {
      return Optional.of("our own address");
    }
    if (localMode) {
      return Optional.empty();
    }
    if (!origin.scheme().equals("https")) {
      return Optional.of("not https");
    }
    return origin.port() == 443 || origin.port() == 80
        ? Optional.empty()
        : Optional.of("port " + origin.port() + " is not a port of the web");
  }

  private Passage judge(URI uri, Origin origin, List<InetAddress> addresses) {
    if (addresses.isEmpty()) {
      return new Passage.Unresolved("no address");
    }
    // one private address among public ones is an attack, not an accident
    if (!localMode && !addresses.stream().allMatch(PublicAddresses::contains)) {
      return new Passage.Refused("not a public address");
    }
    checked.keep(origin.host(), addresses.getFirst());
    return new Passage.Allowed(new Destination(uri, origin, addresses.getFirst()));
  }

  /** Whether this host name means this machine: {@code localhost}, below it, or loopback. */
  public static boolean isLocalName(String host) {
    return host.equals("localhost")
        || host.endsWith(".localhost")
        || host.equals("[::1]")
        || host.equals("[0:0:0:0:0:0:0:1]")
        || host.matches("127(\\.\\d{1,3}){3}");
  }

  @Override
  public void close() {
    lookups.close();
  }
}

package org.colloque.server.inbox;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.colloque.federation.signature.Authorship;
import org.colloque.federation.signature.Verified;
import org.colloque.federation.vocabulary.Activity;
import org.colloque.server.database.Gather;
import org.colloque.server.database.Viewer;
import org.colloque.server.kit.Kit;
import org.colloque.server.remote.ActorQueries;
import org.colloque.server.remote.KnownActor;
import org.jspecify.annotations.Nullable;

/** The one switch over what other servers say. */
public final class Inbox {
  /** Senders that are looked up at once. */
  private static final int LOOKED_UP = 64;

  private final Gather<String, Optional<KnownActor>> senders;
  private final Authorship authorship;
  private final Handlers handlers;

  /** One class for each activity. */
  public record Handlers(
      OnFollow follow,
      OnAccept accept,
      OnReject reject,
      OnUndo undo,
      OnCreate create,
      OnUpdate update,
      OnDelete delete,
      OnAnnounce announce,
      OnLike like,
      OnBlock block,
      OnMove move,
      OnFeatured featured,
      OnHandedOn handedOn,
      HandOn handOn,
      OnRelayed relayed,
      OnFlag flag,
      OnQuoteRequest quoteRequest) {}

  public Inbox(Kit kit, Authorship authorship, Handlers handlers) {
    this.senders = new Gather<>(LOOKED_UP, uris -> senders(kit, uris));
    this.authorship = authorship;
    this.handlers = handlers;
  }

  private static List<Optional<KnownActor>> senders(Kit kit, List<String> uris) {
    Map<String, KnownActor> known =
        kit.db().as(Viewer.stranger(), tx -> ActorQueries.byUris(tx.sql(), uris));
    return uris.stream().map(uri -> Optional.ofNullable(known.get(uri))).toList();
  }

  /**
   * What {@code body} does here. May wait for the network, and holds no transaction.
   *
   * @param lately its sender, if read this moment
   */
  Prepared receive(Verified<byte[]> body, @Nullable KnownActor lately) {
    KnownActor sender =
        lately != null && lately.stands() ? lately : senders.ask(body.signer()).orElse(null);
    if (sender == null || !sender.stands() || sender.isLocal()) {
      return Prepared.nothing("the sender is unknown, suspended or deleted");
    }
    return switch (authorship.read(body, sender.followers())) {
      case Authorship.Authored.Refused refused ->
          authorship
              .handedOn(body)
              .map(handlers.handedOn()::on)
              .orElseGet(() -> Prepared.nothing("refused: " + refused.reason()));
      case Authorship.Authored.Trusted trusted ->
          handlers
              .handOn()
              .with(handle(trusted.activity(), sender), trusted.activity().value(), body);
    };
  }

  private Prepared handle(Verified<Activity> activity, KnownActor sender) {
    return switch (activity.value()) {
      case Activity.Follow follow -> handlers.follow().on(follow, sender);
      case Activity.Accept accept -> handlers.accept().on(accept, sender);
      case Activity.Reject reject -> handlers.reject().on(reject, sender);
      case Activity.Undo undo -> handlers.undo().on(undo, sender);
      case Activity.Create create -> handlers.create().on(create, sender);
      case Activity.Update update -> handlers.update().on(update, sender);
      case Activity.Delete delete -> handlers.delete().on(delete, sender);
      case Activity.Announce announce -> handlers.announce().on(announce, sender);
      case Activity.Like like -> handlers.like().on(like, sender);
      case Activity.Block block -> handlers.block().on(block, sender);
      case Activity.Move move -> handlers.move().on(move, sender);
      case Activity.Add add -> handlers.featured().on(add, sender);
      case Activity.Remove remove -> handlers.featured().on(remove, sender);
      case Activity.Relayed relayed -> handlers.relayed().on(relayed, this::handle);
      case Activity.Flag flag -> handlers.flag().on(flag, sender);
      case Activity.QuoteRequest request -> handlers.quoteRequest().on(request, sender);
      case Activity.Unknown unknown -> Prepared.nothing("not read: " + named(unknown.type()));
    };
  }

  private static String named(@Nullable String type) {
    return type == null ? "" : type.substring(0, Math.min(type.length(), 40));
  }
}

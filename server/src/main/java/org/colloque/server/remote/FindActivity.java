package org.colloque.server.remote;

import org.colloque.federation.signature.Authorship;
import org.colloque.federation.signature.Verified;
import org.colloque.federation.vocabulary.Activity;
import org.colloque.server.kit.Kit;

/** Fetches activities from the server of who did them: the proof of what others hand on. */
public final class FindActivity {
  private final Kit kit;
  private final Outside outside;
  private final InstanceActor self;
  private final FindAccount accounts;
  private final Authorship authorship;

  public FindActivity(
      Kit kit, Outside outside, InstanceActor self, FindAccount accounts, Authorship authorship) {
    this.kit = kit;
    this.outside = outside;
    this.self = self;
    this.accounts = accounts;
    this.authorship = authorship;
  }

  /** An activity that the server of its actor shows, and that actor. */
  public record Shown(Verified<Activity> activity, KnownActor actor) {}

  /** By ActivityPub id. */
  public Finding<Shown> byUri(String uri, Budget budget) {
    if (kit.urls().isOurs(uri)) {
      return new Finding.Nothing<>("one of our own addresses");
    }
    if (!budget.take()) {
      return new Finding.Later<>("enough was fetched");
    }
    return Finding.of(outside.fetcher().object(uri, self.signer()))
        .then(document ->
            switch (authorship.shown(document, uri, null)) {
              case Authorship.Authored.Refused refused -> new Finding.Nothing<>(refused.reason());
              case Authorship.Authored.Trusted trusted ->
                  accounts
                      .byUri(trusted.activity().signer(), budget)
                      .then(actor -> new Finding.Found<>(new Shown(trusted.activity(), actor)));
            });
  }
}

package org.colloque.server.moderation;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.colloque.federation.fetch.FetchResult;
import org.colloque.federation.fetch.Fetcher;
import org.colloque.server.database.Viewer;
import org.colloque.server.http.Json;
import org.colloque.server.jobs.Worker;
import org.colloque.server.kit.Kit;
import org.colloque.server.moderation.SubscriptionQueries.Subscription;

/** Fetches followed lists, each once a day, through the one outbound door. */
public final class FetchLists implements Worker {
  private static final Set<String> TYPES =
      Set.of("text/csv", "text/plain", "application/json", "application/octet-stream");

  /** How an error begins that is an answer of the server. */
  static final String STATUS = "status ";

  static final String TOO_LARGE = "too large";
  static final String NO_LIST = "not a list of servers";

  private final Kit kit;
  private final Fetcher fetcher;
  private final Subscriptions subscriptions;
  private final DomainRules rules;

  public FetchLists(Kit kit, Fetcher fetcher, Subscriptions subscriptions, DomainRules rules) {
    this.kit = kit;
    this.fetcher = fetcher;
    this.subscriptions = subscriptions;
    this.rules = rules;
  }

  @Override
  public String name() {
    return "fetch-lists";
  }

  @Override
  public Duration interval() {
    return Duration.ofMinutes(1);
  }

  @Override
  public boolean work() {
    Optional<Subscription> due =
        kit.db()
            .as(
                Viewer.stranger(),
                tx -> {
                  Optional<Subscription> next =
                      tx.tryLock("fetch lists")
                          ? SubscriptionQueries.due(tx.sql(), kit.now())
                          : Optional.empty();
                  next.ifPresent(list ->
                      SubscriptionQueries.begun(
                          tx.sql(), list.id(), kit.now().plus(Subscriptions.EVERY)));
                  return next;
                });
    due.ifPresent(this::fetch);
    return due.isPresent();
  }

  private void fetch(Subscription list) {
    switch (fetcher.textUnlessSame(list.url(), TYPES, list.etag())) {
      case FetchResult.Found<Fetcher.Versioned> found -> found(list, found.value());
      case FetchResult.Unreachable<Fetcher.Versioned> unreachable ->
          failed(list, unreachable.reason());
      case FetchResult.Refused<Fetcher.Versioned> refused -> failed(list, refused.reason());
      case FetchResult.Denied<Fetcher.Versioned> denied -> failed(list, STATUS + denied.status());
      case FetchResult.NotFound<Fetcher.Versioned> _ -> failed(list, STATUS + 404);
      case FetchResult.Gone<Fetcher.Versioned> _ -> failed(list, STATUS + 410);
      case FetchResult.TooLarge<Fetcher.Versioned> _ -> failed(list, TOO_LARGE);
    }
  }

  private void found(Subscription list, Fetcher.Versioned answer) {
    Optional<RuleList> read = Optional.ofNullable(answer.body()).flatMap(this::read);
    if (answer.body() != null && read.isEmpty()) {
      failed(list, NO_LIST);
      return;
    }
    kit.db()
        .doAs(
            Viewer.stranger(),
            tx -> {
              read.ifPresent(rulesOfList -> subscriptions.takeOver(tx, list, rulesOfList));
              SubscriptionQueries.fetched(tx.sql(), list.id(), answer.etag(), kit.now());
            });
  }

  /** Empty when nothing in it names a server: a page that says sorry is no empty list. */
  private Optional<RuleList> read(String body) {
    String text = body.strip();
    if (text.startsWith("[")) {
      try {
        JsonNode array = Json.read(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        return array.isArray()
            ? Optional.of(RuleList.json(array, rules::domain))
            : Optional.empty();
      } catch (RuntimeException broken) {
        return Optional.empty();
      }
    }
    RuleList list = RuleList.csv(text, rules::domain);
    boolean named =
        text.regionMatches(true, 0, "#domain", 0, 7) || text.regionMatches(true, 0, "domain", 0, 6);
    return list.rules().isEmpty() && !named ? Optional.empty() : Optional.of(list);
  }

  private void failed(Subscription list, String error) {
    kit.db().doAs(Viewer.stranger(), tx -> SubscriptionQueries.failed(tx.sql(), list.id(), error));
  }
}

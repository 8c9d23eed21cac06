package org.colloque.server.push;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.colloque.server.http.Access;
import org.colloque.server.http.Caller;
import org.colloque.server.http.Json;
import org.colloque.server.http.Parameters;
import org.colloque.server.http.ProblemException;
import org.colloque.server.http.Reply;
import org.colloque.server.http.Request;
import org.colloque.server.http.Route;
import org.colloque.server.instance.VapidKey;
import org.colloque.server.kit.Kit;
import org.colloque.server.notifications.NotificationType;
import org.colloque.server.oauth.Doorkeeper;
import org.colloque.server.push.Subscription.Policy;

/** Push subscriptions in the client API (Mastodon 4.6, methods/push): one for each token. */
public final class PushApi {
  private static final Access ACCESS = Access.user("push");
  private static final String PATH = "/api/v1/push/subscription";

  /** Types that a device can ask for, in Mastodon's order. */
  private static final List<String> TYPES =
      Stream.of(NotificationType.values())
          .map(NotificationType::wire)
          .filter(type -> !NotificationType.OF_PAGES.contains(type))
          .toList();

  private final Kit kit;
  private final VapidKey key;

  public PushApi(Kit kit, VapidKey key) {
    this.kit = kit;
    this.key = key;
  }

  public List<Route> routes() {
    return List.of(
        Route.post(PATH, ACCESS, this::subscribe),
        Route.get(PATH, ACCESS, this::show),
        Route.put(PATH, ACCESS, this::change),
        Route.patch(PATH, ACCESS, this::change),
        Route.delete(PATH, ACCESS, this::remove));
  }

  private Reply subscribe(Request request) {
    long token = token(request);
    Parameters parameters = request.parameters();
    Parameters asked =
        parameters
            .object("subscription")
            .orElseThrow(() -> Address.refused("Endpoint can't be blank"));
    Parameters keys =
        asked.object("keys").orElseThrow(() -> Address.refused("Key p256dh is invalid"));
    Address address = Address.of(asked, keys, kit.config().federation().allowPrivateAddresses());
    Parameters data = data(parameters);
    String secret = Doorkeeper.token(request).orElseThrow(ProblemException::notFound);
    Subscription subscription =
        new Subscription(
            0,
            request.caller().required().account(),
            address.endpoint(),
            address.point(),
            address.auth(),
            asked.flag("standard", false),
            policy(data),
            alerts(data),
            kit.secrets()
                .encrypt(
                    Subscription.PURPOSE,
                    secret.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
    return kit.db()
        .as(
            request.caller().viewer(),
            tx -> {
              PushQueries.put(tx.sql(), token, subscription, kit.now());
              return entity(tx.sql(), token);
            });
  }

  private Reply show(Request request) {
    long token = token(request);
    return kit.db().as(request.caller().viewer(), tx -> entity(tx.sql(), token));
  }

  private Reply change(Request request) {
    long token = token(request);
    Parameters data = data(request.parameters());
    Policy policy = policy(data);
    return kit.db()
        .as(
            request.caller().viewer(),
            tx -> {
              PushQueries.change(tx.sql(), token, policy, alerts(data));
              return entity(tx.sql(), token);
            });
  }

  private Reply remove(Request request) {
    long token = token(request);
    kit.db().doAs(request.caller().viewer(), tx -> PushQueries.remove(tx.sql(), token));
    return Reply.json(Json.object());
  }

  private Reply entity(org.jooq.DSLContext sql, long token) {
    Subscription subscription =
        PushQueries.of(sql, token).orElseThrow(() -> ProblemException.of(404, "Not Found"));
    ObjectNode entity = Json.object();
    entity.put("id", subscription.id());
    entity.put("endpoint", subscription.endpoint());
    entity.put("standard", subscription.standard());
    ObjectNode alerts = entity.putObject("alerts");
    TYPES.forEach(type -> alerts.put(type, subscription.alerts().contains(type)));
    entity.put("policy", PushQueries.wire(subscription.policy()));
    entity.put("server_key", key.publicKey());
    return Reply.json(entity);
  }

  private static long token(Request request) {
    Caller.Token token = request.caller().token();
    if (token == null) {
      throw ProblemException.forbidden();
    }
    return token.id();
  }

  private static Parameters data(Parameters parameters) {
    return parameters.object("data").orElse(Parameters.of(Json.object()));
  }

  private static Policy policy(Parameters data) {
    String wire = data.text("policy", "all");
    return Stream.of(Policy.values())
        .filter(policy -> PushQueries.wire(policy).equals(wire))
        .findFirst()
        .orElseThrow(() -> Address.refused("Data is invalid"));
  }

  /** Types that were asked for and are known. */
  private static List<String> alerts(Parameters data) {
    Optional<Parameters> asked = data.object("alerts");
    List<String> alerts = new ArrayList<>();
    asked.ifPresent(parameters ->
        TYPES.stream().filter(type -> parameters.flag(type, false)).forEach(alerts::add));
    return alerts;
  }
}

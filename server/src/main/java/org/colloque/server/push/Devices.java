package org.colloque.server.push;

import java.util.List;
import org.colloque.server.http.Access;
import org.colloque.server.http.Caller;
import org.colloque.server.http.Parameters;
import org.colloque.server.http.ProblemException;
import org.colloque.server.http.Reply;
import org.colloque.server.http.Request;
import org.colloque.server.http.Route;
import org.colloque.server.instance.VapidKey;
import org.colloque.server.kit.Kit;
import org.colloque.server.pages.view.Form;
import org.colloque.server.pages.view.MailSettingsView;
import org.colloque.server.pages.view.Paths;
import org.jooq.DSLContext;

/**
 * The browser in which a member is signed in, as a device that is told: one subscription for each
 * session, which ends with it.
 */
public final class Devices {
  private final Kit kit;
  private final VapidKey key;

  public Devices(Kit kit, VapidKey key) {
    this.kit = kit;
    this.key = key;
  }

  public List<Route> routes() {
    return List.of(
        Route.post(Paths.SETTINGS_DEVICE, Access.signedIn(), this::save),
        Route.post(Paths.SETTINGS_DEVICE_OFF, Access.signedIn(), this::forget));
  }

  /** What the settings show of it. */
  public MailSettingsView.Device of(DSLContext sql, Request request) {
    return PushQueries.of(sql, session(request))
        .map(known -> new MailSettingsView.Device(true, ticked(known.alerts()), key.publicKey()))
        .orElseGet(() ->
            new MailSettingsView.Device(
                false, ticked(MailSettingsView.Device.USUAL), key.publicKey()));
  }

  private static Form ticked(List<String> alerts) {
    Form form = Form.EMPTY;
    for (String alert : alerts) {
      form = form.checked("device-" + alert, true);
    }
    return form;
  }

  /** The script of the page fills in the device; without it only what is told changes. */
  private Reply save(Request request) {
    Parameters parameters = request.parameters();
    List<String> alerts =
        MailSettingsView.KINDS.stream()
            .map(MailSettingsView.Kind::type)
            .filter(type -> parameters.flag("device-" + type, false))
            .toList();
    long session = session(request);
    kit.db()
        .doAs(
            request.caller().viewer(),
            tx -> {
              if (parameters.text("endpoint", "").isEmpty()) {
                PushQueries.change(tx.sql(), session, Subscription.Policy.ALL, alerts);
              } else {
                PushQueries.put(tx.sql(), session, subscription(request, alerts), kit.now());
              }
            });
    return Reply.redirect(Paths.saved(Paths.SETTINGS_MAIL));
  }

  private Subscription subscription(Request request, List<String> alerts) {
    Parameters asked = request.parameters();
    Address address = Address.of(asked, asked, kit.config().federation().allowPrivateAddresses());
    return new Subscription(
        0,
        request.caller().required().account(),
        address.endpoint(),
        address.point(),
        address.auth(),
        true,
        Subscription.Policy.ALL,
        alerts,
        null);
  }

  private Reply forget(Request request) {
    long session = session(request);
    kit.db().doAs(request.caller().viewer(), tx -> PushQueries.remove(tx.sql(), session));
    return Reply.redirect(Paths.saved(Paths.SETTINGS_MAIL));
  }

  private static long session(Request request) {
    Caller.Session session = request.caller().session();
    if (session == null) {
      throw ProblemException.notFound();
    }
    return session.id();
  }
}

package org.colloque.server.instance;

import static org.colloque.migrations.Tables.ACCOUNTS;
import static org.colloque.migrations.Tables.USERS;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.colloque.server.accounts.AccountEntities;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.accounts.AccountViews;
import org.colloque.server.accounts.KnownAccounts;
import org.colloque.server.database.Tx;
import org.colloque.server.database.Viewer;
import org.colloque.server.http.Access;
import org.colloque.server.http.Json;
import org.colloque.server.http.RawJson;
import org.colloque.server.http.Reply;
import org.colloque.server.http.Request;
import org.colloque.server.http.Route;
import org.colloque.server.kit.Kit;
import org.colloque.server.pages.PageReplies;
import org.colloque.server.pages.view.AccountView;
import org.colloque.server.pages.view.LandingView;
import org.colloque.server.pages.view.NoticeView;
import org.colloque.server.pages.view.Paths;
import org.colloque.server.pages.view.SafeHtml;
import org.colloque.server.pages.words.Messages;
import org.colloque.server.text.MentionResolver;
import org.colloque.server.text.ProfileText;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** What the instance says of itself: the first page of a visitor, and "about" for everybody. */
final class AboutPages {
  private final Kit kit;
  private final PageReplies replies;
  private final Settings settings;
  private final AccountEntities accounts;
  private final BooleanSupplier setUpNeeded;

  /**
   * @param setUpNeeded whether nobody has an account here yet
   */
  AboutPages(
      Kit kit,
      PageReplies replies,
      Settings settings,
      AccountEntities accounts,
      BooleanSupplier setUpNeeded) {
    this.kit = kit;
    this.replies = replies;
    this.settings = settings;
    this.accounts = accounts;
    this.setUpNeeded = setUpNeeded;
  }

  List<Route> routes() {
    return List.of(
        Route.get(Paths.LANDING, Access.page(), this::landing),
        Route.get(Paths.ABOUT, Access.page(), this::about));
  }

  private Reply landing(Request request) {
    if (setUpNeeded.getAsBoolean()) {
      Messages messages = replies.messages(request);
      return replies.ok(
          request,
          new NoticeView(
              "key", messages.get("setup.title"), messages.get("setup.needed"), null, ""));
    }
    return request.caller().member() == null ? about(request) : Reply.redirect(Paths.HOME);
  }

  private Reply about(Request request) {
    InstanceSettings about = settings.current();
    AccountView contact = contact(about.contactAccount());
    LandingView view = kit.db().as(Viewer.stranger(), tx -> view(tx, about, contact));
    return replies.ok(request, view);
  }

  private LandingView view(Tx tx, InstanceSettings about, @Nullable AccountView contact) {
    // members' own counters: a count of all statuses would grow with the instance
    var size =
        tx.sql()
            .select(DSL.count(), DSL.coalesce(DSL.sum(ACCOUNTS.STATUSES_COUNT), BigDecimal.ZERO))
            .from(USERS)
            .join(ACCOUNTS)
            .on(ACCOUNTS.ID.eq(USERS.ACCOUNT_ID))
            .where(USERS.CONFIRMED_AT.isNotNull())
            .and(USERS.APPROVED_AT.isNotNull())
            .and(USERS.DISABLED_AT.isNull())
            .fetchSingle();
    return new LandingView(
        new SafeHtml(ProfileText.bio(about.description(), MentionResolver.NOBODY, kit.urls()::tag)),
        settings.rules().stream().map(Rule::text).toList(),
        org.colloque.server.pages.view.RegistrationMode.valueOf(about.registrations().name()),
        size.value1(),
        size.value2().longValue(),
        about.contactEmail(),
        contact,
        about.languages(),
        kit.urls().absolute(Paths.LANDING),
        about.shortDescription());
  }

  private @Nullable AccountView contact(String username) {
    if (username.isEmpty()) {
      return null;
    }
    AccountId id = new KnownAccounts(kit).accountByHandle(username).orElse(null);
    RawJson entity =
        id == null ? null : kit.db().as(Viewer.stranger(), tx -> accounts.one(tx.sql(), id));
    return entity == null ? null : AccountViews.of(Json.read(entity.bytes()), Map.of());
  }
}

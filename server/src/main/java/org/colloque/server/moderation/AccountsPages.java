package org.colloque.server.moderation;

import static org.colloque.migrations.Tables.ACCOUNTS;
import static org.colloque.migrations.Tables.USERS;

import java.util.List;
import java.util.Locale;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.database.Decimal;
import org.colloque.server.http.Access;
import org.colloque.server.http.ProblemException;
import org.colloque.server.http.Reply;
import org.colloque.server.http.Request;
import org.colloque.server.http.Route;
import org.colloque.server.kit.Kit;
import org.colloque.server.moderation.ModerateAccount.Action;
import org.colloque.server.pages.PageReplies;
import org.colloque.server.pages.view.ModeratedView;
import org.colloque.server.pages.view.Paths;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.impl.DSL;

/** The page on which single accounts are limited, suspended and let go again. */
public final class AccountsPages {
  private static final int SHOWN = 50;

  private final Kit kit;
  private final PageReplies replies;
  private final ModerateAccount moderate;

  public AccountsPages(Kit kit, PageReplies replies, ModerateAccount moderate) {
    this.kit = kit;
    this.replies = replies;
    this.moderate = moderate;
  }

  public List<Route> routes() {
    return List.of(
        Route.get(Paths.ADMIN_ACCOUNTS, Access.moderators(), this::list),
        Route.post(Paths.moderate(":id", ":action"), Access.moderators(), this::act));
  }

  private Reply list(Request request) {
    String query = request.parameters().text("q", "").strip();
    ModeratedView view =
        kit.db()
            .as(
                request.caller().viewer(),
                tx -> new ModeratedView(accounts(tx.sql(), query), query));
    return replies.ok(request, view, replies.saved(request));
  }

  private Reply act(Request request) {
    Action action =
        Action.parse(request.pathParameter("action"))
            .filter(each -> each != Action.NONE && each != Action.ERASE)
            .orElseThrow(ProblemException::notFound);
    AccountId id =
        new AccountId(
            Decimal.parse(request.pathParameter("id")).orElseThrow(ProblemException::notFound));
    String text = request.parameters().text("text", "");
    if (text.length() > DomainRule.MAX_COMMENT) {
      throw ProblemException.invalid("the reason is too long");
    }
    kit.db()
        .doAs(
            request.caller().viewer(),
            tx -> moderate.act(tx, request.caller().required(), id, action, text));
    String from = request.parameters().text("return_to", "");
    return Reply.redirect(Paths.saved(Paths.back(from, Paths.ADMIN_ACCOUNTS)));
  }

  /** By handle; without one, those about whom a moderator has decided something. */
  private List<ModeratedView.Account> accounts(DSLContext sql, String query) {
    Condition which =
        query.isEmpty()
            ? ACCOUNTS
                .SUSPENDED_AT
                .isNotNull()
                .or(ACCOUNTS.SILENCED_AT.isNotNull())
                .or(ACCOUNTS.SENSITIZED_AT.isNotNull())
                .and(ACCOUNTS.SUSPENDED_BY_DOMAIN.isFalse())
                .and(ACCOUNTS.SILENCED_BY_DOMAIN.isFalse())
                .and(ACCOUNTS.DELETED_AT.isNull())
            : named(query);
    return sql.select(ACCOUNTS.fields())
        .select(USERS.ID, USERS.DISABLED_AT)
        .from(ACCOUNTS)
        .leftJoin(USERS)
        .on(USERS.ACCOUNT_ID.eq(ACCOUNTS.ID))
        .where(which)
        .and(ACCOUNTS.URI.ne(kit.urls().instanceActor()))
        .orderBy(ACCOUNTS.ID.desc())
        .limit(SHOWN)
        .fetch(AccountsPages::shown);
  }

  private Condition named(String query) {
    String bare = query.startsWith("@") ? query.substring(1) : query;
    int at = bare.indexOf('@');
    String username = (at < 0 ? bare : bare.substring(0, at)).toLowerCase(Locale.ROOT);
    String domain = at < 0 ? "" : bare.substring(at + 1).toLowerCase(Locale.ROOT);
    return DSL.lower(ACCOUNTS.USERNAME)
        .eq(username)
        .and(
            at < 0
                ? DSL.noCondition()
                : DSL.coalesce(ACCOUNTS.DOMAIN, "")
                    .eq(domain.equals(kit.urls().host()) ? "" : domain))
        .and(ACCOUNTS.DELETED_AT.isNull());
  }

  /** A row of accounts with the user, if there is one. */
  static ModeratedView.Account shown(Record row) {
    String domain = row.get(ACCOUNTS.DOMAIN);
    boolean suspended = row.get(ACCOUNTS.SUSPENDED_AT) != null;
    return new ModeratedView.Account(
        Long.toString(row.get(ACCOUNTS.ID)),
        domain == null ? row.get(ACCOUNTS.USERNAME) : row.get(ACCOUNTS.USERNAME) + "@" + domain,
        row.get(ACCOUNTS.DISPLAY_NAME),
        suspended,
        row.get(ACCOUNTS.SILENCED_AT) != null,
        row.get(ACCOUNTS.SENSITIZED_AT) != null,
        row.get(ACCOUNTS.SUGGESTED_AT) != null,
        suspended ? row.get(ACCOUNTS.SUSPENDED_BY_DOMAIN) : row.get(ACCOUNTS.SILENCED_BY_DOMAIN),
        row.get(USERS.ID) != null,
        row.get(USERS.DISABLED_AT) != null);
  }
}

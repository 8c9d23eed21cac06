package org.colloque.server.accounts;

import static org.colloque.migrations.Tables.STATUSES;
import static org.colloque.migrations.Tables.STATUS_PINS;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.colloque.migrations.tables.Statuses;
import org.colloque.server.api.Paging;
import org.colloque.server.database.Tx;
import org.colloque.server.database.Viewer;
import org.colloque.server.filters.FilterContext;
import org.colloque.server.http.Access;
import org.colloque.server.http.Caller;
import org.colloque.server.http.Json;
import org.colloque.server.http.ProblemException;
import org.colloque.server.http.RawJson;
import org.colloque.server.http.Reply;
import org.colloque.server.http.Request;
import org.colloque.server.http.Route;
import org.colloque.server.kit.Kit;
import org.colloque.server.pages.PageReplies;
import org.colloque.server.pages.view.PageCursor;
import org.colloque.server.pages.view.PagerView;
import org.colloque.server.pages.view.ProfileView;
import org.colloque.server.pages.view.RelationView;
import org.colloque.server.pages.view.StatusView;
import org.colloque.server.statuses.StatusEntities;
import org.colloque.server.statuses.StatusViews;
import org.colloque.server.statuses.Visible;
import org.colloque.server.tags.FeaturedTagQueries;
import org.colloque.server.text.PlainText;
import org.jooq.Condition;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** Someone's page: who they are, and what of their statuses the reader may see. */
public final class ProfilePages {
  private static final int LIMIT = 20;
  private static final int SUMMARY_LENGTH = 200;
  private static final Statuses T = STATUSES.as("t");

  private final Kit kit;
  private final PageReplies replies;
  private final KnownAccounts known;
  private final AccountEntities accounts;
  private final StatusEntities statuses;
  private final Sightings sightings;

  public ProfilePages(
      Kit kit,
      PageReplies replies,
      AccountEntities accounts,
      StatusEntities statuses,
      Sightings sightings) {
    this.kit = kit;
    this.replies = replies;
    this.known = new KnownAccounts(kit);
    this.accounts = accounts;
    this.statuses = statuses;
    this.sightings = sightings;
  }

  public List<Route> routes() {
    return List.of(Route.get("/@:handle", Access.page(), this::show));
  }

  private Reply show(Request request) {
    String handle = request.pathParameter("handle");
    AccountId id = known.accountByHandle(handle).orElseThrow(ProblemException::notFound);
    Viewer viewer = request.caller().viewer();
    JsonNode entity = entity(id);
    boolean local = AccountViews.isLocal(entity);
    String acct = entity.path("acct").asText();
    if (local && PageReplies.wantsData(request)) {
      return Reply.redirect(entity.path("uri").asText());
    }
    if (!acct.equals(handle)) {
      return Reply.redirect("/@" + acct);
    }
    if (!local && viewer instanceof Viewer.Stranger) {
      // what we hold of somebody elsewhere is for our members; others read it where it belongs
      return Reply.redirect(AccountViews.address(entity));
    }
    sightings.seen(viewer, id);
    Paging paging = Paging.of(request, LIMIT, LIMIT);
    // drawn after the transaction: the frame opens one of its own
    ProfileView view = kit.db().as(viewer, tx -> view(tx, request, id, entity, paging));
    return replies.ok(request, view);
  }

  private JsonNode entity(AccountId id) {
    RawJson json = kit.db().as(Viewer.stranger(), tx -> accounts.one(tx.sql(), id));
    if (json == null) {
      throw ProblemException.notFound();
    }
    JsonNode entity = Json.read(json.bytes());
    if (entity.path("suspended").asBoolean()) {
      throw ProblemException.notFound();
    }
    return entity;
  }

  private ProfileView view(Tx tx, Request request, AccountId id, JsonNode entity, Paging paging) {
    Viewer viewer = request.caller().viewer();
    boolean local = AccountViews.isLocal(entity);
    boolean first = paging.maxId().isEmpty() && paging.minId().isEmpty();
    Map<Long, RawJson> page = statuses(tx, viewer, id, paging);
    String acct = entity.path("acct").asText();
    PagerView pager = PageCursor.of("/@" + acct, List.copyOf(page.keySet()), LIMIT, first);
    String note = entity.path("note").asText();
    return new ProfileView(
        AccountViews.of(entity, AccountViews.professions(tx.sql(), List.of(id.value()))),
        AccountViews.said(entity, note),
        entity.path("header").asText(),
        AccountViews.fields(entity),
        FeaturedTagQueries.written(tx.sql(), id),
        entity.path("statuses_count").asLong(),
        entity.path("following_count").asLong(),
        entity.path("followers_count").asLong(),
        Instant.parse(entity.path("created_at").asText()),
        entity.path("locked").asBoolean(),
        relation(tx, request.caller(), id),
        local ? null : AccountViews.address(entity),
        entity.has("moved") ? AccountViews.of(entity.path("moved"), Map.of()) : null,
        first ? pinned(tx, viewer, id) : List.of(),
        StatusViews.of(tx.sql(), FilterContext.ACCOUNT, page.values()),
        pager,
        local ? kit.urls().profile(acct) : AccountViews.address(entity),
        local ? entity.path("uri").asText() : null,
        PlainText.line(note, SUMMARY_LENGTH),
        local && entity.path("indexable").asBoolean());
  }

  private @Nullable RelationView relation(Tx tx, Caller caller, AccountId id) {
    Caller.Member member = caller.member();
    if (member == null) {
      return null;
    }
    return RelationshipQueries.list(
            tx.sql(), member.account(), List.of(id.value()), false, kit.now())
        .stream()
        .findFirst()
        .map(found ->
            new RelationView(
                member.account().equals(id),
                found.following(),
                found.requested(),
                found.followedBy(),
                found.muting(),
                found.blocking()))
        .orElse(null);
  }

  /** Without answers to others, which are read in their threads. */
  private Map<Long, RawJson> statuses(Tx tx, Viewer viewer, AccountId id, Paging paging) {
    return statuses.page(
        tx.sql(),
        viewer,
        DSL.select(T.ID)
            .from(T)
            .where(readable(viewer, id))
            .and(T.IN_REPLY_TO_ID.isNull().or(T.IN_REPLY_TO_ACCOUNT_ID.eq(T.ACCOUNT_ID)))
            .and(paging.condition(T.ID))
            .orderBy(paging.order(T.ID))
            .limit(paging.rows()));
  }

  private List<StatusView> pinned(Tx tx, Viewer viewer, AccountId id) {
    List<Long> ids =
        new ArrayList<>(
            tx.sql()
                .select(T.ID)
                .from(STATUS_PINS)
                .join(T)
                .on(T.ID.eq(STATUS_PINS.STATUS_ID))
                .where(STATUS_PINS.ACCOUNT_ID.eq(id.value()))
                .and(readable(viewer, id))
                .orderBy(STATUS_PINS.ID.desc())
                .fetch(T.ID));
    return StatusViews.of(tx.sql(), FilterContext.ACCOUNT, statuses.list(tx.sql(), viewer, ids));
  }

  private static Condition readable(Viewer viewer, AccountId id) {
    return T.ACCOUNT_ID.eq(id.value()).and(Visible.to(viewer, T)).and(T.GROUP_ID.isNull());
  }
}

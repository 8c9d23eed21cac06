package org.colloque.server.statuses;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.colloque.server.accounts.AccountViews;
import org.colloque.server.accounts.EmojiHtml;
import org.colloque.server.filters.FilterContext;
import org.colloque.server.http.Json;
import org.colloque.server.http.RawJson;
import org.colloque.server.pages.view.AccountView;
import org.colloque.server.pages.view.MediaView;
import org.colloque.server.pages.view.PollView;
import org.colloque.server.pages.view.StatusView;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Statuses as pages show them, made from what {@link StatusEntities} renders for the client API:
 * the same rules decide what is seen in both, and a page costs one statement more.
 */
public final class StatusViews {
  private StatusViews() {}

  /** In their order, where the reader's filters do not count. */
  public static List<StatusView> of(DSLContext sql, Collection<RawJson> statuses) {
    return views(sql, null, entities(statuses));
  }

  /** In their order, as the reader's filters let them; what these hide is left out. */
  public static List<StatusView> of(
      DSLContext sql, FilterContext place, Collection<RawJson> statuses) {
    return views(
        sql,
        place,
        entities(statuses).stream().filter(entity -> !isHidden(entity, place)).toList());
  }

  /** Whether a filter of the reader's hides it there. */
  public static boolean isHidden(JsonNode entity, FilterContext place) {
    return FilterMarks.of(entity, place).hidden();
  }

  private static List<JsonNode> entities(Collection<RawJson> statuses) {
    return statuses.stream().map(json -> Json.read(json.bytes())).toList();
  }

  private static List<StatusView> views(
      DSLContext sql, @Nullable FilterContext place, List<JsonNode> entities) {
    Set<Long> authors = new HashSet<>();
    for (JsonNode entity : entities) {
      authors.add(entity.path("account").path("id").asLong());
      authors.add(entity.path("reblog").path("account").path("id").asLong());
      authors.add(quoted(entity).path("account").path("id").asLong());
      authors.add(quoted(entity.path("reblog")).path("account").path("id").asLong());
    }
    Map<Long, String> professions = AccountViews.professions(sql, authors);
    return entities.stream()
        .map(entity -> {
          FilterMarks marks = place == null ? FilterMarks.NONE : FilterMarks.of(entity, place);
          return view(entity, professions, marks, place);
        })
        .toList();
  }

  private static StatusView view(
      JsonNode entity,
      Map<Long, String> professions,
      FilterMarks marks,
      @Nullable FilterContext place) {
    AccountView author = AccountViews.of(entity.path("account"), professions);
    JsonNode reblog = entity.path("reblog");
    boolean boost = reblog.isObject();
    JsonNode shown = boost ? reblog : entity;
    return view(
        shown, professions, boost ? author : null, marks, quoting(shown, professions, place));
  }

  private static JsonNode quoted(JsonNode entity) {
    return entity.path("quote").path("quoted_status");
  }

  private static StatusView.Quoting quoting(
      JsonNode entity, Map<Long, String> professions, @Nullable FilterContext place) {
    StatusView.Quoting.May may =
        switch (entity.path("quote_approval").path("current_user").asText()) {
          case "automatic" -> StatusView.Quoting.May.YES;
          case "manual", "unknown" -> StatusView.Quoting.May.ASKING;
          case String _ -> StatusView.Quoting.May.NO;
        };
    JsonNode quote = entity.path("quote");
    return new StatusView.Quoting(
        quote.isObject() ? quoted(quote, professions, place) : null,
        entity.path("quotes_count").asInt(),
        may);
  }

  /** Of people whom the reader blocks or mutes only that it is theirs. */
  private static StatusView.Quoted quoted(
      JsonNode quote, Map<Long, String> professions, @Nullable FilterContext place) {
    String state = quote.path("state").asText();
    JsonNode status = quote.path("quoted_status");
    if (!state.equals(QuotedStatuses.ACCEPTED) || !status.isObject()) {
      return new StatusView.Quoted(
          state.equals(QuotedStatuses.ACCEPTED) ? "unauthorized" : state, null);
    }
    FilterMarks marks = place == null ? FilterMarks.NONE : FilterMarks.of(status, place);
    return marks.hidden() || marks.folded() != null
        ? new StatusView.Quoted(StatusView.Quoted.FILTERED, null)
        : new StatusView.Quoted(
            state, view(status, professions, null, marks, StatusView.Quoting.NONE));
  }

  private static StatusView view(
      JsonNode entity,
      Map<Long, String> professions,
      @Nullable AccountView rebloggedBy,
      FilterMarks marks,
      StatusView.Quoting quoting) {
    JsonNode account = entity.path("account");
    AccountView author = AccountViews.of(account, professions);
    boolean local = AccountViews.isLocal(account);
    String id = entity.path("id").asText();
    @Nullable String edited = entity.path("edited_at").textValue();
    return new StatusView(
        id,
        path(entity, author, local),
        local ? null : webAddress(entity.path("url").asText()),
        author,
        rebloggedBy,
        inReplyTo(entity),
        Instant.parse(entity.path("created_at").asText()),
        edited == null ? null : Instant.parse(edited),
        visibility(entity.path("visibility").asText()),
        entity.path("spoiler_text").asText(),
        EmojiHtml.in(AccountViews.html(content(entity, quoting), local), entity.path("emojis")),
        entity.path("language").asText(""),
        media(entity.path("media_attachments")),
        poll(entity.path("poll")),
        entity.path("sensitive").asBoolean() || marks.blurred(),
        new StatusView.Counts(
            entity.path("replies_count").asInt(),
            entity.path("reblogs_count").asInt(),
            entity.path("favourites_count").asInt()),
        flags(entity, marks),
        quoting);
  }

  /** Where what is quoted is shown, nothing else need lead there. */
  private static String content(JsonNode entity, StatusView.Quoting quoting) {
    String html = entity.path("content").asText();
    StatusView.Quoted quoted = quoting.quoted();
    return quoted == null || quoted.status() == null ? html : QuoteHtml.without(html);
  }

  /** The page that shows it. */
  public static String path(JsonNode entity) {
    JsonNode account = entity.path("account");
    return path(entity, AccountViews.of(account, Map.of()), AccountViews.isLocal(account));
  }

  /** A post of a group is shown in its topic, all others below their author. */
  private static String path(JsonNode entity, AccountView author, boolean local) {
    String url = entity.path("url").asText();
    int path = url.indexOf(StatusView.GROUPS);
    boolean ofGroup = local && path > 0 && path == url.indexOf('/', url.indexOf("://") + 3);
    return ofGroup ? url.substring(path) : author.path() + "/" + entity.path("id").asText();
  }

  private static StatusView.Flags flags(JsonNode entity, FilterMarks marks) {
    return new StatusView.Flags(
        entity.path("favourited").asBoolean(),
        entity.path("reblogged").asBoolean(),
        entity.path("bookmarked").asBoolean(),
        entity.path("pinned").asBoolean(),
        // only the author is told whether a status is pinned
        entity.has("pinned"),
        marks.folded());
  }

  /** The handle of whom it answers, where the status names them. */
  private static @Nullable String inReplyTo(JsonNode entity) {
    String answered = entity.path("in_reply_to_account_id").asText("");
    JsonNode account = entity.path("account");
    if (answered.isEmpty() || entity.path("in_reply_to_id").isNull()) {
      return null;
    }
    if (answered.equals(account.path("id").asText())) {
      return "@" + account.path("acct").asText();
    }
    for (JsonNode mention : entity.path("mentions")) {
      if (answered.equals(mention.path("id").asText())) {
        return "@" + mention.path("acct").asText();
      }
    }
    return null;
  }

  /** Attachments as the client API shows them. */
  public static List<MediaView> media(JsonNode attachments) {
    List<MediaView> media = new ArrayList<>();
    for (JsonNode one : attachments) {
      @Nullable String url = webAddress(one.path("url").asText());
      @Nullable String preview = webAddress(one.path("preview_url").asText());
      if (url != null && preview != null) {
        JsonNode small = one.path("meta").path("small");
        media.add(
            new MediaView(
                one.path("id").asText(),
                kind(one.path("type").asText()),
                url,
                preview,
                one.path("description").asText(""),
                small.path("width").asInt(),
                small.path("height").asInt()));
      }
    }
    return media;
  }

  private static @Nullable PollView poll(JsonNode poll) {
    if (!poll.isObject()) {
      return null;
    }
    int all = Math.max(poll.path("votes_count").asInt(), poll.path("voters_count").asInt());
    // with several answers each, shares are of people
    int whole = poll.path("voters_count").isInt() ? poll.path("voters_count").asInt() : all;
    Set<Integer> own = new HashSet<>();
    poll.path("own_votes").forEach(choice -> own.add(choice.asInt()));
    List<PollView.Option> options = new ArrayList<>();
    for (JsonNode option : poll.path("options")) {
      int votes = option.path("votes_count").asInt();
      options.add(
          new PollView.Option(
              option.path("title").asText(),
              votes,
              whole == 0 ? 0 : (int) Math.min(100, Math.round(100.0 * votes / whole)),
              own.contains(options.size())));
    }
    @Nullable String end = poll.path("expires_at").textValue();
    return new PollView(
        options,
        poll.path("multiple").asBoolean(),
        poll.path("expired").asBoolean(),
        poll.path("voted").asBoolean(),
        whole,
        end == null ? null : Instant.parse(end),
        poll.path("options").path(0).path("votes_count").isNull(),
        manner(poll.path("colloque")),
        List.of());
  }

  private static PollView.Manner manner(JsonNode ofGroup) {
    String ballots = ofGroup.path("ballots").asText("");
    return ballots.isEmpty()
        ? PollView.Manner.PLAIN
        : new PollView.Manner(
            true,
            ballots.equals(PollManner.Ballots.NAMED.wire()),
            ballots.equals(PollManner.Ballots.ANONYMOUS.wire()),
            ofGroup.path("hide_until_vote").asBoolean(),
            !ofGroup.path("dates").isEmpty());
  }

  private static MediaView.Kind kind(String type) {
    return switch (type) {
      case "image" -> MediaView.Kind.IMAGE;
      case "video", "gifv" -> MediaView.Kind.VIDEO;
      case "audio" -> MediaView.Kind.AUDIO;
      case String _ -> MediaView.Kind.OTHER;
    };
  }

  private static org.colloque.server.pages.view.Visibility visibility(String wire) {
    return Stream.of(org.colloque.server.pages.view.Visibility.values())
        .filter(each -> each.apiName().equals(wire))
        .findFirst()
        .orElse(org.colloque.server.pages.view.Visibility.DIRECT);
  }

  /** Null for what a browser must not be led to. */
  private static @Nullable String webAddress(String url) {
    return url.startsWith("https://") || url.startsWith("http://") ? url : null;
  }
}

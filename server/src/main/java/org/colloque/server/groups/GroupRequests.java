package org.colloque.server.groups;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.accounts.Resolver;
import org.colloque.server.database.Decimal;
import org.colloque.server.database.Tx;
import org.colloque.server.http.ProblemException;
import org.colloque.server.http.Reply;
import org.colloque.server.http.Request;
import org.colloque.server.kit.Kit;
import org.colloque.server.pages.PageReplies;
import org.colloque.server.pages.view.Flash;
import org.colloque.server.pages.view.Paths;
import org.colloque.server.pages.words.Messages;
import org.colloque.server.pages.words.Times;
import org.jspecify.annotations.Nullable;

/** What the pages of groups have in common: whose they are, and how a form is answered. */
final class GroupRequests {
  private GroupRequests() {}

  static AccountId me(Request request) {
    return request.caller().insider();
  }

  /** The group of the address; what cannot be one is not there. */
  static GroupId group(Request request) {
    return GroupId.parse(request.pathParameter("id")).orElseThrow(ProblemException::notFound);
  }

  static long number(Request request, String name) {
    return Decimal.parse(request.pathParameter(name)).orElseThrow(ProblemException::notFound);
  }

  /** The details of a group that a form or an app names. */
  static Map<String, String> texts(Request request) {
    Map<String, String> texts = new LinkedHashMap<>();
    for (String name : GroupDetails.defaults().texts().keySet()) {
      request.parameters().text(name).ifPresent(text -> texts.put(name, text));
    }
    return texts;
  }

  static Times times(Kit kit, Messages messages, Group group) {
    return new Times(messages, group.details().zone(), kit.now());
  }

  /**
   * Asks their server for somebody who is to be a guest and is not known here, before the
   * transaction. The organisers of a group look only.
   */
  static void look(Kit kit, Request request, Resolver resolver, String handle) {
    boolean organises =
        kit.db()
            .as(
                request.caller().viewer(),
                tx -> MemberOf.of(tx, group(request), me(request)).role().organises());
    if (organises) {
      InviteToGroup.abroad(kit, handle)
          .ifPresent(abroad -> resolver.accountByHandle(abroad.toString()));
    }
  }

  /**
   * The end of the day that is named in {@code until}.
   *
   * @return null when none is
   */
  static @Nullable Instant endOf(Request request, ZoneId zone) {
    String day = request.parameters().text("until", "").strip();
    if (day.isEmpty()) {
      return null;
    }
    try {
      return LocalDate.parse(day).plusDays(1).atStartOfDay(zone).toInstant();
    } catch (DateTimeException unreadable) {
      throw Refusal.BAD_TIME.problem();
    }
  }

  /**
   * Does what a form asks for and leads to {@code back}, which says ({@link #flashes}) that it was
   * done, or why not.
   */
  static Reply act(Kit kit, Request request, String back, Consumer<Tx> verb) {
    return act(kit, request, back, back, verb);
  }

  /** As above; when it was done, on to {@code next}. */
  static Reply act(Kit kit, Request request, String back, String next, Consumer<Tx> verb) {
    try {
      kit.db().doAs(request.caller().viewer(), verb);
    } catch (ProblemException problem) {
      Refusal refusal = Refusal.of(problem).orElseThrow(() -> problem);
      return Reply.redirect(back + "?refused=" + refusal.code());
    }
    return Reply.redirect(Paths.saved(next));
  }

  /** What the page says to which {@link #act} led. */
  static Flash[] flashes(PageReplies replies, Request request) {
    List<Flash> flashes = new ArrayList<>(List.of(replies.saved(request)));
    String code = request.parameters().text("refused", "");
    Optional<Refusal> refusal =
        Arrays.stream(Refusal.values()).filter(one -> one.code().equals(code)).findFirst();
    refusal.ifPresent(one ->
        flashes.add(
            new Flash(Flash.Kind.PROBLEM, GroupWords.refusal(replies.messages(request), one))));
    return flashes.toArray(Flash[]::new);
  }
}

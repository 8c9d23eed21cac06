package org.colloque.server.groups;

import static org.colloque.migrations.Tables.ACCOUNTS;

import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.pages.words.Messages;
import org.colloque.server.pages.words.Times;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** What the log of a group says, in the reader's language. */
final class EventWords {
  private final Messages messages;
  private final Times times;
  private final Map<Long, String> names;

  /**
   * @param times in the group's zone
   * @param names of {@link #names}
   */
  EventWords(Times times, Map<Long, String> names) {
    this.messages = times.messages();
    this.times = times;
    this.names = names;
  }

  /** What those are called of whom these rows speak. */
  static Map<Long, String> names(DSLContext sql, Collection<GroupEvent> events) {
    Set<Long> people = new HashSet<>();
    for (GroupEvent event : events) {
      AccountId actor = event.actor();
      if (actor != null) {
        people.add(actor.value());
      }
      AccountId.parse(event.payload().getOrDefault("account", ""))
          .ifPresent(account -> people.add(account.value()));
    }
    return names(sql, people);
  }

  /** What people are called who are still there. */
  static Map<Long, String> names(DSLContext sql, Set<Long> people) {
    return people.isEmpty()
        ? Map.of()
        : sql.select(
                ACCOUNTS.ID, DSL.coalesce(DSL.nullif(ACCOUNTS.DISPLAY_NAME, ""), ACCOUNTS.USERNAME))
            .from(ACCOUNTS)
            .where(ACCOUNTS.ID.in(people))
            .and(ACCOUNTS.DELETED_AT.isNull())
            .fetchMap(row -> row.value1(), row -> row.value2());
  }

  /** One sentence. */
  String sentence(GroupEvent event) {
    String who = name(event.actor());
    String whom = name(AccountId.parse(event.payload().getOrDefault("account", "")).orElse(null));
    String value = event.payload().getOrDefault("value", "");
    return switch (event.kind()) {
      case "created" -> messages.get("group.log.created", who);
      case "changed" -> messages.get("group.log.changed", who, details(value));
      case "listed" -> messages.get("group.log.listed", who);
      case "hidden" -> messages.get("group.log.hidden", who);
      case "role" -> messages.get("group.log.role", who, whom, role(value));
      case "invited" -> messages.get("group.log.invited", who, whom);
      case "link" -> messages.get("group.log.link", who);
      case "withdrawn" -> messages.get("group.log.withdrawn", who);
      case "joined" -> messages.get("group.log.joined", who);
      case "accepted" -> messages.get("group.log.accepted", who, whom);
      case "declined" -> messages.get("group.log.declined", who, whom);
      case "left" -> messages.get("group.log.left", whom);
      case "removed" -> messages.get("group.log.removed", who, whom);
      case "ended" -> messages.get("group.log.ended", whom);
      case "successor" -> messages.get("group.log.successor", whom);
      case "deserted" -> messages.get("group.log.deserted");
      case "archived" -> messages.get("group.log.archived", who);
      case "reopened" -> messages.get("group.log.reopened", who);
      case "deletion" -> messages.get("group.log.deletion", who, until(event));
      case "kept" -> messages.get("group.log.kept", who);
      case "glass" -> messages.get("group.log.glass", who, until(event), value);
      case "category" -> messages.get("group.log.category", who, value);
      case "category_closed" ->
          messages.get("group.log.categoryclosed", who, category(event, value));
      case "category_opened" ->
          messages.get("group.log.categoryopened", who, category(event, value));
      case "topic_pinned" -> messages.get("group.log.topicpinned", who);
      case "topic_unpinned" -> messages.get("group.log.topicunpinned", who);
      case "topic_locked" -> messages.get("group.log.topiclocked", who);
      case "topic_unlocked" -> messages.get("group.log.topicunlocked", who);
      case "poll_closed" -> messages.get("group.log.pollclosed", who, whom);
      case "post_removed" -> messages.get("group.log.postremoved", who, whom);
      case "anonymous_entrusted" -> messages.get("group.log.anonymousentrusted", who, value);
      case "escrow_handed_out" -> messages.get("group.log.escrowhandedout", who, value);
      default -> messages.get("group.log.other", who, event.kind());
    };
  }

  private String name(@Nullable AccountId account) {
    String known = account == null ? null : names.get(account.value());
    return known == null ? messages.get("group.log.nobody") : known;
  }

  private String until(GroupEvent event) {
    String until = event.payload().getOrDefault("until", "");
    return until.isEmpty() ? "" : times.absolute(Instant.parse(until));
  }

  private String role(String wire) {
    return Role.parse(wire).map(role -> GroupWords.role(messages, role)).orElse(wire);
  }

  private String category(GroupEvent event, String name) {
    return GroupWords.category(messages, event.payload().get("slug"), name);
  }

  private String details(String names) {
    return String.join(
        ", ",
        java.util.Arrays.stream(names.split(" ", -1))
            .map(name -> GroupWords.detail(messages, name))
            .toList());
  }
}

package org.colloque.server.statuses;

import static org.colloque.migrations.Tables.ACCOUNTS;
import static org.colloque.migrations.Tables.GROUP_MEMBERS;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.accounts.Resolver;
import org.colloque.server.database.Viewer;
import org.colloque.server.kit.Kit;
import org.colloque.server.text.MentionResolver;
import org.colloque.server.text.StatusText;
import org.colloque.server.text.TextToken;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.impl.DSL;

/** Finds whom a text mentions; strangers' servers are asked, within a budget. */
public final class Mentions {
  /** People that one status may name; further handles stay plain text. */
  static final int MAX_MENTIONS = 50;

  /** Handles that are looked up elsewhere for one status. */
  static final int MAX_LOOKUPS = 5;

  private final Kit kit;
  private final Resolver resolver;

  public Mentions(Kit kit, Resolver resolver) {
    this.kit = kit;
    this.resolver = resolver;
  }

  /** Who was found, and how the text shows them. */
  public record Found(List<AccountId> accounts, MentionResolver links) {}

  /** Looks handles up that we do not know; touches the network, so never in a transaction. */
  void discover(StatusText text) {
    Set<String> handles = new LinkedHashSet<>();
    text.mentions().forEach(mention -> remote(mention).ifPresent(handles::add));
    if (handles.isEmpty()) {
      return;
    }
    Map<String, Record> known =
        kit.db()
            .as(Viewer.stranger(), tx -> byHandle(tx.sql(), text.mentions(), DSL.noCondition()));
    handles.stream()
        .filter(handle -> !known.containsKey(handle))
        .limit(MAX_LOOKUPS)
        .forEach(resolver::accountByHandle);
  }

  /** Whether the text names somebody whose server would be asked for them. */
  boolean leadAbroad(StatusText text) {
    return text.mentions().stream().anyMatch(mention -> remote(mention).isPresent());
  }

  /** Whom {@code text} names, as far as they are known; one statement. */
  public Found find(DSLContext sql, StatusText text) {
    return find(sql, text.mentions(), DSL.noCondition());
  }

  /** Members of a group who are named; nobody else is meant, whatever they are called. */
  public Found findMembers(DSLContext sql, List<TextToken.Mention> mentions, long group) {
    return find(
        sql,
        mentions,
        ACCOUNTS.ID.in(
            DSL.select(GROUP_MEMBERS.ACCOUNT_ID)
                .from(GROUP_MEMBERS)
                .where(GROUP_MEMBERS.GROUP_ID.eq(group))));
  }

  private Found find(DSLContext sql, List<TextToken.Mention> all, Condition among) {
    List<TextToken.Mention> mentions = all.stream().limit(MAX_MENTIONS).toList();
    Map<String, Record> known = byHandle(sql, mentions, among);
    Set<AccountId> accounts = new LinkedHashSet<>();
    for (TextToken.Mention mention : mentions) {
      Record row = known.get(handle(mention));
      if (row != null) {
        accounts.add(new AccountId(row.get(ACCOUNTS.ID)));
      }
    }
    return new Found(
        List.copyOf(accounts),
        mention -> Optional.ofNullable(known.get(handle(mention))).map(Mentions::target));
  }

  private Map<String, Record> byHandle(
      DSLContext sql, List<TextToken.Mention> mentions, Condition among) {
    if (mentions.isEmpty()) {
      return Map.of();
    }
    List<Condition> wanted = new ArrayList<>();
    for (TextToken.Mention mention : mentions) {
      String domain = domain(mention);
      wanted.add(
          DSL.lower(ACCOUNTS.USERNAME)
              .eq(mention.username().toLowerCase(Locale.ROOT))
              .and(DSL.coalesce(ACCOUNTS.DOMAIN, "").eq(domain)));
    }
    Map<String, Record> known = new HashMap<>();
    for (Record row :
        sql.select(ACCOUNTS.ID, ACCOUNTS.USERNAME, ACCOUNTS.DOMAIN, ACCOUNTS.URL)
            .from(ACCOUNTS)
            .where(DSL.or(wanted))
            .and(among)
            .and(ACCOUNTS.DELETED_AT.isNull())
            .and(ACCOUNTS.SUSPENDED_AT.isNull())) {
      String domain = row.get(ACCOUNTS.DOMAIN);
      known.put(
          row.get(ACCOUNTS.USERNAME).toLowerCase(Locale.ROOT)
              + "@"
              + (domain == null ? "" : domain),
          row);
    }
    return known;
  }

  private static MentionResolver.Target target(Record row) {
    String domain = row.get(ACCOUNTS.DOMAIN);
    String username = row.get(ACCOUNTS.USERNAME);
    return new MentionResolver.Target(
        row.get(ACCOUNTS.URL), username, domain == null ? username : username + "@" + domain);
  }

  /** Empty for people of this instance, however they are written. */
  private String domain(TextToken.Mention mention) {
    return mention.domain().filter(domain -> !domain.equals(kit.urls().host())).orElse("");
  }

  private String handle(TextToken.Mention mention) {
    return mention.username().toLowerCase(Locale.ROOT) + "@" + domain(mention);
  }

  private Optional<String> remote(TextToken.Mention mention) {
    return domain(mention).isEmpty() ? Optional.empty() : Optional.of(handle(mention));
  }
}

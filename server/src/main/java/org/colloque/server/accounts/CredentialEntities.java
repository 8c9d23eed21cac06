package org.colloque.server.accounts;

import static org.colloque.migrations.Tables.ACCOUNTS;
import static org.colloque.migrations.Tables.FOLLOW_REQUESTS;
import static org.colloque.migrations.Tables.USERS;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.colloque.server.http.Json;
import org.colloque.server.http.ProblemException;
import org.colloque.server.http.RawJson;
import org.colloque.server.statuses.QuotePolicy;
import org.jooq.DSLContext;
import org.jooq.Record;

/** A member's own account, with what only they see (Mastodon 4.6, entity CredentialAccount). */
public final class CredentialEntities {
  private final AccountEntities accounts;

  public CredentialEntities(AccountEntities accounts) {
    this.accounts = accounts;
  }

  /**
   * @param attributionDomains sites that may name the member as an author
   * @param quotePolicy who may quote
   */
  record Source(
      List<String> attributionDomains,
      String note,
      ArrayNode fields,
      String privacy,
      boolean sensitive,
      @org.jspecify.annotations.Nullable String language,
      int followRequestsCount,
      boolean hideCollections,
      @org.jspecify.annotations.Nullable Boolean discoverable,
      boolean indexable,
      String quotePolicy) {}

  /**
   * @throws ProblemException 404 when {@code account} is no member's
   */
  public ObjectNode of(DSLContext sql, AccountId account) {
    RawJson rendered = accounts.one(sql, account);
    Record row = row(sql, account);
    if (rendered == null || row == null) {
      throw ProblemException.notFound();
    }
    ObjectNode entity = (ObjectNode) Json.read(rendered.bytes());
    entity.set("source", Json.tree(source(row)));
    entity.set("role", Json.tree(RoleEntity.of(row.get(USERS.ROLE))));
    return entity;
  }

  private static @org.jspecify.annotations.Nullable Record row(DSLContext sql, AccountId account) {
    return sql.select(
            ACCOUNTS.NOTE_SOURCE,
            ACCOUNTS.FIELDS,
            ACCOUNTS.ATTRIBUTION_DOMAINS,
            ACCOUNTS.HIDE_COLLECTIONS,
            ACCOUNTS.DISCOVERABLE,
            ACCOUNTS.INDEXABLE,
            USERS.ROLE,
            USERS.DEFAULT_PRIVACY,
            USERS.DEFAULT_SENSITIVE,
            USERS.DEFAULT_QUOTE_POLICY,
            USERS.DEFAULT_LANGUAGE)
        .select(
            sql.selectCount()
                .from(FOLLOW_REQUESTS)
                .where(FOLLOW_REQUESTS.TARGET_ACCOUNT_ID.eq(ACCOUNTS.ID))
                .asField("requests"))
        .from(ACCOUNTS)
        .join(USERS)
        .on(USERS.ACCOUNT_ID.eq(ACCOUNTS.ID))
        .where(ACCOUNTS.ID.eq(account.value()))
        .fetchOne();
  }

  private static Source source(Record row) {
    return new Source(
        List.of(row.get(ACCOUNTS.ATTRIBUTION_DOMAINS)),
        row.get(ACCOUNTS.NOTE_SOURCE),
        fields(row.get(ACCOUNTS.FIELDS).data()),
        row.get(USERS.DEFAULT_PRIVACY),
        row.get(USERS.DEFAULT_SENSITIVE),
        row.get(USERS.DEFAULT_LANGUAGE),
        row.get("requests", Integer.class),
        row.get(ACCOUNTS.HIDE_COLLECTIONS),
        row.get(ACCOUNTS.DISCOVERABLE),
        row.get(ACCOUNTS.INDEXABLE),
        QuotePolicy.wire(row.get(USERS.DEFAULT_QUOTE_POLICY)));
  }

  /** As the member wrote them. */
  static ArrayNode fields(String stored) {
    ArrayNode fields = Json.MAPPER.createArrayNode();
    for (JsonNode field : Json.read(stored.getBytes(StandardCharsets.UTF_8))) {
      ObjectNode one = fields.addObject();
      one.set("name", field.path("name"));
      one.set("value", field.path("source"));
      one.set("verified_at", field.path("verified_at"));
    }
    return fields;
  }
}

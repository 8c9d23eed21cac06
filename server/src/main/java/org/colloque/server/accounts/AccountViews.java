package org.colloque.server.accounts;

import static org.colloque.migrations.Tables.ACCOUNTS;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.colloque.server.http.ProblemException;
import org.colloque.server.pages.view.AccountView;
import org.colloque.server.pages.view.ProfileField;
import org.colloque.server.pages.view.SafeHtml;
import org.colloque.server.text.Escape;
import org.colloque.server.text.HtmlSanitizer;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Accounts as pages show them, made from what is rendered for the client API, so that both say the
 * same. Professions are ours alone and come from the database, for all accounts of a page at once.
 */
public final class AccountViews {
  private AccountViews() {}

  /** The professions of those who told theirs. */
  public static Map<Long, String> professions(DSLContext sql, Collection<Long> ids) {
    if (ids.isEmpty()) {
      return Map.of();
    }
    return sql.select(ACCOUNTS.ID, ACCOUNTS.PROFESSION)
        .from(ACCOUNTS)
        .where(ACCOUNTS.ID.in(ids))
        .and(ACCOUNTS.PROFESSION.ne(""))
        .fetchMap(ACCOUNTS.ID, ACCOUNTS.PROFESSION);
  }

  /**
   * One account.
   *
   * @param entity as the client API shows it
   */
  public static AccountView of(JsonNode entity, Map<Long, String> professions) {
    String acct = entity.path("acct").asText();
    String given = entity.path("display_name").asText();
    String name = given.isBlank() ? entity.path("username").asText() : given;
    return new AccountView(
        entity.path("id").asText(),
        name,
        EmojiHtml.in(new SafeHtml(Escape.html(name)), entity.path("emojis")),
        "@" + acct,
        "/@" + acct,
        entity.path("avatar").asText(),
        professions.getOrDefault(entity.path("id").asLong(), ""),
        entity.path("bot").asBoolean());
  }

  /** Whether the account lives on this instance. */
  public static boolean isLocal(JsonNode entity) {
    return entity.path("acct").asText().indexOf('@') < 0;
  }

  /**
   * HTML of an account's text or of its statuses. What came from elsewhere was made safe when it
   * was stored and is made safe again now (security.md, row 19): the rules may have grown since.
   */
  public static SafeHtml html(String stored, boolean local) {
    return new SafeHtml(local ? stored : HtmlSanitizer.sanitize(stored));
  }

  /** What the account says of itself, with its emojis. */
  static SafeHtml said(JsonNode entity, String stored) {
    return EmojiHtml.in(html(stored, isLocal(entity)), entity.path("emojis"));
  }

  /**
   * Where the account's own server shows it.
   *
   * @throws ProblemException 404 when that is no address of the web
   */
  static String address(JsonNode entity) {
    String url = entity.path("url").asText();
    if (!url.startsWith("https://") && !url.startsWith("http://")) {
      throw ProblemException.notFound();
    }
    return url;
  }

  /** The table of a profile. */
  static List<ProfileField> fields(JsonNode entity) {
    List<ProfileField> fields = new ArrayList<>();
    for (JsonNode field : entity.path("fields")) {
      @Nullable String verified = field.path("verified_at").textValue();
      fields.add(
          new ProfileField(
              field.path("name").asText(),
              said(entity, field.path("value").asText()),
              verified == null ? null : Instant.parse(verified)));
    }
    return fields;
  }
}

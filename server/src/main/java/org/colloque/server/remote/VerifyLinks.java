package org.colloque.server.remote;

import static org.colloque.migrations.Tables.ACCOUNTS;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.colloque.federation.handle.Origin;
import org.colloque.migrations.tables.records.AccountsRecord;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.database.Viewer;
import org.colloque.server.http.Json;
import org.colloque.server.kit.Kit;
import org.jooq.JSONB;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jspecify.annotations.Nullable;

/**
 * Looks whether the pages that a profile names link back to it with {@code rel="me"}. Only then a
 * field is shown as the account's own.
 */
final class VerifyLinks {
  /** Links of one profile that are looked at. */
  static final int LINKS = 10;

  private static final Set<String> PAGES = Set.of("text/html", "application/xhtml+xml");

  private final Kit kit;
  private final Outside outside;

  VerifyLinks(Kit kit, Outside outside) {
    this.kit = kit;
    this.outside = outside;
  }

  void verify(AccountId id) {
    AccountsRecord row =
        kit.db()
            .as(
                Viewer.stranger(),
                tx ->
                    tx.sql()
                        .selectFrom(ACCOUNTS)
                        .where(ACCOUNTS.ID.eq(id.value()))
                        .and(ACCOUNTS.SUSPENDED_AT.isNull())
                        .and(ACCOUNTS.DELETED_AT.isNull())
                        .fetchOne());
    if (row == null) {
      return;
    }
    boolean local = row.getDomain() == null;
    Map<String, Boolean> linksBack = new HashMap<>();
    for (JsonNode field : fields(row)) {
      String link = link(field, local);
      if (link != null && linksBack.size() < LINKS && !linksBack.containsKey(link)) {
        Boolean found = linksBack(link, Set.of(folded(row.getUrl()), folded(row.getUri())));
        if (found != null) {
          linksBack.put(link, found);
        }
      }
    }
    if (!linksBack.isEmpty()) {
      kit.db().doAs(Viewer.stranger(), tx -> write(tx.sql(), id, local, linksBack));
    }
  }

  /** The profile may have changed meanwhile: a proof is for a link, and goes where it stands. */
  private void write(
      org.jooq.DSLContext sql, AccountId id, boolean local, Map<String, Boolean> linksBack) {
    AccountsRecord row =
        sql.selectFrom(ACCOUNTS).where(ACCOUNTS.ID.eq(id.value())).forNoKeyUpdate().fetchSingle();
    JsonNode fields = fields(row);
    boolean changed = false;
    for (JsonNode one : fields) {
      Boolean proved = linksBack.get(link(one, local));
      if (proved != null && one instanceof ObjectNode field) {
        boolean before = field.path("verified_at").isTextual();
        if (proved && !before) {
          field.put("verified_at", kit.now().toString());
        } else if (!proved) {
          field.putNull("verified_at");
        }
        changed |= proved != before;
      }
    }
    if (changed) {
      sql.update(ACCOUNTS)
          .set(ACCOUNTS.FIELDS, JSONB.valueOf(fields.toString()))
          .set(ACCOUNTS.VERSION, ACCOUNTS.VERSION.plus(1))
          .where(ACCOUNTS.ID.eq(id.value()))
          .execute();
    }
  }

  private static JsonNode fields(AccountsRecord row) {
    return Json.read(row.getFields().data().getBytes(StandardCharsets.UTF_8));
  }

  /**
   * The address that a field is, and nothing beside it: what is shown must be what is verified
   * (security row 20). Our own pages prove nothing.
   */
  private @Nullable String link(JsonNode field, boolean local) {
    String link =
        local ? field.path("source").asText().strip() : onlyLink(field.path("value").asText());
    boolean elsewhere =
        link != null
            && Origin.of(link).filter(origin -> !origin.equals(outside.self())).isPresent()
            && !kit.urls().isOurs(link);
    return elsewhere ? link : null;
  }

  /** Of HTML that is one link whose text is its own address. */
  static @Nullable String onlyLink(String html) {
    Element body = Jsoup.parseBodyFragment(html).body();
    List<Element> links = body.select("a[href]");
    if (links.size() != 1) {
      return null;
    }
    Element link = links.getFirst();
    String shown = link.wholeText().strip();
    String href = link.attr("href");
    boolean alone = body.wholeText().strip().equals(shown);
    boolean honest =
        href.equals(shown) || href.equals("https://" + shown) || href.equals("http://" + shown);
    return alone && honest ? href : null;
  }

  /** Null when the page could not be read: then nothing is known. */
  private @Nullable Boolean linksBack(String link, Set<String> addresses) {
    return switch (Finding.of(outside.fetcher().text(link, PAGES))) {
      case Finding.Found<org.colloque.federation.fetch.Fetcher.Text> page ->
          linksTo(Jsoup.parse(page.value().body()), addresses);
      case Finding.Nothing<org.colloque.federation.fetch.Fetcher.Text> _,
          Finding.Gone<org.colloque.federation.fetch.Fetcher.Text> _ ->
          false;
      case Finding.Later<org.colloque.federation.fetch.Fetcher.Text> _ -> null;
    };
  }

  private static boolean linksTo(Document page, Set<String> addresses) {
    return page.select("a[rel][href], link[rel][href]").stream()
        .filter(link ->
            Stream.of(link.attr("rel").split("\\s+")).anyMatch(rel -> rel.equalsIgnoreCase("me")))
        .anyMatch(link -> addresses.contains(folded(link.attr("href").strip())));
  }

  private static String folded(String address) {
    return address.toLowerCase(Locale.ROOT);
  }
}

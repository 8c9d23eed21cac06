package org.colloque.server.instance;

import static org.colloque.migrations.Tables.CUSTOM_EMOJIS;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.colloque.server.database.Viewer;
import org.colloque.server.http.Access;
import org.colloque.server.http.Reply;
import org.colloque.server.http.Route;
import org.colloque.server.kit.Kit;
import org.jspecify.annotations.Nullable;

/** Pictures that members may use in their texts (Mastodon 4.6, methods/custom_emojis). */
public final class CustomEmojisApi {
  /** Emojis that an instance shows. */
  static final int MAX_EMOJIS = 10_000;

  private final Kit kit;

  public CustomEmojisApi(Kit kit) {
    this.kit = kit;
  }

  /** Mastodon 4.6, entity CustomEmoji. */
  record Emoji(
      String shortcode,
      String url,
      String staticUrl,
      boolean visibleInPicker,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String category) {}

  public List<Route> routes() {
    return List.of(Route.get("/api/v1/custom_emojis", Access.api(), _ -> list()));
  }

  private Reply list() {
    List<Emoji> emojis =
        kit.db()
            .as(
                Viewer.stranger(),
                tx ->
                    tx.sql()
                        .selectFrom(CUSTOM_EMOJIS)
                        .where(CUSTOM_EMOJIS.DOMAIN.isNull())
                        .and(CUSTOM_EMOJIS.DISABLED.isFalse())
                        .orderBy(CUSTOM_EMOJIS.SHORTCODE)
                        .limit(MAX_EMOJIS)
                        .fetch(row ->
                            new Emoji(
                                row.getShortcode(),
                                row.getImageUrl(),
                                row.getStaticUrl(),
                                row.getVisibleInPicker(),
                                row.getCategory())));
    return Reply.json(emojis).with("cache-control", InstanceApi.SHARED);
  }
}

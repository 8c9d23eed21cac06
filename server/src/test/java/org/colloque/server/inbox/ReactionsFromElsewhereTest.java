package org.colloque.server.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.colloque.migrations.Tables.FAVOURITES;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import org.colloque.migrations.tables.records.FavouritesRecord;
import org.colloque.server.rig.WebPage;
import org.colloque.server.users.SignedIn;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Favourites with an emoji: Like with content (Misskey) and EmojiReact (Akkoma), and undone. */
class ReactionsFromElsewhereTest extends InboxRoom {
  @ParameterizedTest
  @CsvSource({
    "Like, content, 🔥, 🔥",
    "EmojiReact, content, 🔥, 🔥",
    "Like, _misskey_reaction, 👍🏽, 👍🏽",
    "Like, content, ❤,",
    "Like, content, :nopicture:,",
    "Like, content, a very long text that is no emoji at all but goes on and on,",
    "Like, name, 🔥,"
  })
  void theEmojiIsKeptWithTheFavourite(String type, String field, String sent, String kept) {
    JsonNode status = aliceSays("react", "public");
    receive(bob.activity(type, status.path("uri").asText()).put(field, sent));
    assertThat(favourite(status).orElseThrow().getEmoji()).isEqualTo(kept);
    assertThat(notifications()).containsExactly("favourite");
  }

  @Test
  void thePageOfNotificationsSaysWithWhat() {
    JsonNode status = aliceSays("react", "public");
    receive(bob.activity("EmojiReact", status.path("uri").asText()).put("content", "🔥"));
    String page = WebPage.open(SignedIn.browser(rig, alice), "/notifications").document().text();
    assertThat(page).contains("🔥");
  }

  /** With colons, without, and with the host of Iceshrimp (quirks 47 and 85). */
  @ParameterizedTest
  @CsvSource({":blobcat:, :blobcat:", "blobcat, :blobcat:", ":blobcat@far.example:, blobcat"})
  void aPictureIsKeptByItsAddress(String content, String name) {
    JsonNode status = aliceSays("react", "public");
    ObjectNode like = bob.activity("Like", status.path("uri").asText()).put("content", content);
    ObjectNode emoji = like.putArray("tag").addObject().put("type", "Emoji").put("name", name);
    emoji.putObject("icon").put("type", "Image").put("url", far.base() + "/blobcat.png");
    receive(like);
    FavouritesRecord favourite = favourite(status).orElseThrow();
    assertThat(favourite.getEmoji()).isEqualTo("blobcat");
    assertThat(favourite.getEmojiUrl()).isEqualTo(far.base() + "/blobcat.png");
  }

  @ParameterizedTest
  @CsvSource({"true, Like", "false, Like", "true, EmojiReact", "false, EmojiReact"})
  void aReactionIsTakenBackInlinedOrById(boolean inlined, String type) {
    JsonNode status = aliceSays("react", "public");
    ObjectNode reaction = bob.activity(type, status.path("uri").asText()).put("content", "🔥");
    receive(reaction);
    receive(
        inlined
            ? bob.activity("Undo", reaction)
            : bob.activity("Undo", reaction.path("id").asText()));
    assertThat(favourite(status)).isEmpty();
  }

  /** Undoing something of another kind about the same post leaves the favourite alone. */
  @Test
  void undoingWhatIsNoFavouriteTakesNoneAway() {
    JsonNode status = aliceSays("react", "public");
    receive(bob.activity("Like", status.path("uri").asText()));
    receive(bob.activity("Undo", bob.activity("Flag", status.path("uri").asText())));
    assertThat(favourite(status)).isPresent();
    receive(bob.activity("Follow", aliceUri()));
    receive(bob.activity("Undo", bob.activity("Listen", aliceUri())));
    assertThat(follows(id(bob), alice.account().value())).isTrue();
  }

  @Test
  void aBoostWithoutAnIdInItsUndoIsFoundByWhatItBoosts() {
    JsonNode status = aliceSays("boost", "public");
    ObjectNode announce = bob.activity("Announce", status.path("uri").asText());
    announce.putArray("to").add(PUBLIC);
    receive(announce);
    ObjectNode bare = announce.deepCopy();
    bare.remove("id");
    receive(bob.activity("Undo", bare));
    assertThat(stored(announce).orElseThrow().getDeletedAt()).isNotNull();
  }

  private Optional<FavouritesRecord> favourite(JsonNode status) {
    return sql(sql ->
        sql.selectFrom(FAVOURITES)
            .where(FAVOURITES.STATUS_ID.eq(status.path("id").asLong()))
            .fetchOptional());
  }
}

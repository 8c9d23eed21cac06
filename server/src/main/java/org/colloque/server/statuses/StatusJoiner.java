package org.colloque.server.statuses;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.colloque.server.accounts.AccountEntities;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.database.Viewer;
import org.colloque.server.filters.MemberFilters;
import org.colloque.server.http.Json;
import org.colloque.server.http.RawJson;
import org.colloque.server.kit.Kit;
import org.colloque.server.media.SignedMedia;
import org.colloque.server.statuses.Interactions.Permission;
import org.jspecify.annotations.Nullable;

/** Puts a status as one reader sees it together from what was rendered for everybody. */
final class StatusJoiner {
  private static final byte[] ACCOUNT = bytes(",\"account\":");
  private static final byte[] REBLOG = bytes(",\"reblog\":");
  private static final byte[] NO_REBLOG = bytes(",\"reblog\":null");
  private static final Flag FAVOURITED = Flag.named("favourited");
  private static final Flag REBLOGGED = Flag.named("reblogged");
  private static final Flag MUTED = Flag.named("muted");
  private static final Flag BOOKMARKED = Flag.named("bookmarked");
  private static final Flag PINNED = Flag.named("pinned");
  private static final byte[] POLL = bytes(",\"poll\":");
  private static final byte[] NO_POLL = bytes(",\"poll\":null");
  private static final byte[] QUOTE = bytes(",\"quote\":{\"state\":\"");
  private static final byte[] QUOTED = bytes("\",\"quoted_status\":");
  private static final byte[] QUOTED_ID = bytes("\",\"quoted_status_id\":");
  private static final byte[] NO_QUOTE = bytes(",\"quote\":null");
  private static final byte[] APPROVAL = bytes(",\"quote_approval\":");
  private static final byte[] NULL = bytes("null");
  private static final byte[] FILTERED = bytes(",\"filtered\":");
  private static final byte[] NOTHING = bytes("[]");
  private static final byte[] END = bytes("}");
  private static final Map<Permission, byte[]> PERMISSIONS =
      Stream.of(Permission.values())
          .collect(
              Collectors.toUnmodifiableMap(
                  permission -> permission, permission -> bytes(permission.wire() + "\"}")));

  /** A member of the viewer's, ready to be copied. */
  private record Flag(byte[] yes, byte[] no) {
    static Flag named(String name) {
      return new Flag(bytes(",\"" + name + "\":true"), bytes(",\"" + name + "\":false"));
    }

    byte[] of(boolean value) {
      return value ? yes : no;
    }
  }

  /**
   * A rendered status.
   *
   * @param open its JSON without the closing brace: members follow
   * @param kept its files are for members of a group only
   * @param approval whom its author lets quote it
   * @param quote what it quotes
   */
  record Text(
      byte[] open,
      @Nullable PollRow poll,
      JsonNode emojis,
      boolean kept,
      QuoteApproval approval,
      @Nullable Quoting quote) {

    /** The status that is shown in it; null when there is none, or not for anybody. */
    @Nullable Long quoted() {
      return quote == null || !quote.accepted() ? null : quote.quoted();
    }

    /** Whether more must be asked for than marks to show it to a member. */
    boolean asksMore() {
      return quoted() != null || approval.asksWhoFollows();
    }
  }

  /**
   * That a status quotes another.
   *
   * @param quoted null while it is not held here
   * @param state as in the table
   */
  record Quoting(@Nullable Long quoted, String state) {
    boolean accepted() {
      return state.equals(QuotedStatuses.ACCEPTED);
    }

    /** Of one of which nothing is shown: what was agreed to and is not here was erased. */
    String shownState() {
      return accepted() ? "deleted" : state;
    }
  }

  /**
   * What a page is made of: texts, people, what the viewer chose in the polls, what they do not
   * want to read, and what they see of what is quoted.
   */
  record Material(
      Map<StatusRow.Key, Text> texts,
      Map<AccountEntities.Key, RawJson> people,
      Map<Long, List<Integer>> choices,
      MemberFilters filters,
      QuotedStatuses.Seen seen) {}

  private final Kit kit;
  private final SignedMedia signed;
  private final FilterTexts filterTexts = new FilterTexts();

  StatusJoiner(Kit kit) {
    this.kit = kit;
    this.signed = new SignedMedia(kit);
  }

  RawJson join(StatusRow row, Viewer viewer, Material material) {
    List<byte[]> parts = new ArrayList<>(40);
    join(parts, row, viewer, material, true);
    return RawJson.joined(parts);
  }

  /**
   * @param whole whether what it quotes is shown in it, and not only named
   */
  private void join(
      List<byte[]> parts, StatusRow row, Viewer viewer, Material material, boolean whole) {
    begin(parts, row.key(), row, viewer, row.account(), material, whole);
    StatusRow.@Nullable Key reblog = row.reblog();
    AccountEntities.@Nullable Key reblogAccount = row.reblogAccount();
    if (reblog != null && reblogAccount != null) {
      parts.add(REBLOG);
      begin(parts, reblog, row, viewer, reblogAccount, material, whole);
    }
    parts.add(NO_REBLOG);
    byte[] filtered = filtered(row, reblog == null ? row.key() : reblog, material);
    if (reblog != null) {
      end(parts, row, viewer, filtered);
    }
    end(parts, row, viewer, filtered);
  }

  private void begin(
      List<byte[]> parts,
      StatusRow.Key key,
      StatusRow row,
      Viewer viewer,
      AccountEntities.Key account,
      Material material,
      boolean whole) {
    Text text = Objects.requireNonNull(material.texts().get(key));
    parts.add(
        text.kept() && viewer instanceof Viewer.Member(AccountId member)
            ? signed.sign(text.open(), member)
            : text.open());
    poll(parts, text, row, viewer, material);
    quote(parts, text, viewer, material, whole);
    parts.add(APPROVAL);
    parts.add(text.approval().open());
    parts.add(permission(text.approval(), row, account, viewer, material));
    parts.add(ACCOUNT);
    parts.add(Objects.requireNonNull(material.people().get(account)).bytes());
  }

  private void poll(
      List<byte[]> parts, Text text, StatusRow row, Viewer viewer, Material material) {
    PollRow poll = text.poll();
    if (poll == null) {
      parts.add(NO_POLL);
      return;
    }
    parts.add(POLL);
    parts.add(
        Json.write(
            PollEntity.of(
                poll,
                text.emojis(),
                viewer instanceof Viewer.Member,
                material.choices().get(poll.id()),
                row.own(),
                kit.now())));
  }

  /** Entity Quote; within what is quoted itself, ShallowQuote (semantics.md, section 8). */
  private void quote(
      List<byte[]> parts, Text text, Viewer viewer, Material material, boolean whole) {
    Quoting quote = text.quote();
    if (quote == null) {
      parts.add(NO_QUOTE);
      return;
    }
    Long quoted = text.quoted();
    String state = quoted == null ? quote.shownState() : material.seen().state(quoted);
    StatusRow shown = quoted == null ? null : material.seen().rows().get(quoted);
    boolean told = quoted != null && QuotedStatuses.isShown(state);
    parts.add(QUOTE);
    parts.add(bytes(state));
    if (!whole) {
      parts.add(QUOTED_ID);
      parts.add(told ? bytes("\"" + quoted + "\"") : NULL);
    } else {
      parts.add(QUOTED);
      if (told && shown != null) {
        join(parts, shown, viewer, material, false);
      } else {
        parts.add(NULL);
      }
    }
    parts.add(END);
  }

  private static byte[] permission(
      QuoteApproval approval,
      StatusRow row,
      AccountEntities.Key account,
      Viewer viewer,
      Material material) {
    Permission permission =
        viewer instanceof Viewer.Member
            ? approval.of(row.own(), material.seen().ties().get(account.id()))
            : Permission.DENIED;
    return Objects.requireNonNull(PERMISSIONS.get(permission));
  }

  /** What the viewer's filters find in it; nothing in what they wrote themselves. */
  private byte[] filtered(StatusRow row, StatusRow.Key shown, Material material) {
    if (material.filters().isEmpty() || row.own()) {
      return NOTHING;
    }
    Text text = Objects.requireNonNull(material.texts().get(shown));
    String words = filterTexts.of(shown, text.open(), text.poll());
    return Json.write(material.filters().results(shown.id(), words, kit.now()));
  }

  private static void end(List<byte[]> parts, StatusRow row, Viewer viewer, byte[] filtered) {
    if (viewer instanceof Viewer.Member) {
      parts.add(FAVOURITED.of(row.favourited()));
      parts.add(REBLOGGED.of(row.reblogged()));
      parts.add(MUTED.of(row.muted()));
      parts.add(BOOKMARKED.of(row.bookmarked()));
      if (row.own()) {
        parts.add(PINNED.of(row.pinned()));
      }
      parts.add(FILTERED);
      parts.add(filtered);
    }
    parts.add(END);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}

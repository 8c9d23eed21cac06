package org.colloque.server.filters;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.text.Normalizer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.colloque.server.http.Json;

/** The filters of one member, ready to be matched. Immutable. */
public final class MemberFilters {
  /** Finds nothing. */
  public static final MemberFilters NONE = new MemberFilters(List.of());

  private final List<Ready> filters;

  private record Ready(Filter filter, List<Word> words) {}

  private record Word(String keyword, Pattern pattern) {}

  MemberFilters(List<Filter> filters) {
    this.filters =
        filters.stream()
            .map(filter ->
                new Ready(filter, filter.keywords().stream().map(MemberFilters::word).toList()))
            .toList();
  }

  public boolean isEmpty() {
    return filters.isEmpty();
  }

  /**
   * What the filters find in a status: an array of FilterResult, empty for most.
   *
   * @param text all that readers see of it, by {@link #text}
   */
  public ArrayNode results(long status, String text, Instant now) {
    ArrayNode results = Json.MAPPER.createArrayNode();
    for (Ready ready : filters) {
      if (!ready.filter().isOver(now)) {
        find(ready, status, text, results);
      }
    }
    return results;
  }

  private static void find(Ready ready, long status, String text, ArrayNode results) {
    List<String> words = new ArrayList<>();
    for (Word word : ready.words()) {
      if (word.pattern().matcher(text).find()) {
        words.add(word.keyword());
      }
    }
    boolean chosen = ready.filter().posts().stream().anyMatch(post -> post.status() == status);
    if (words.isEmpty() && !chosen) {
      return;
    }
    ObjectNode result = results.addObject();
    result.set("filter", FilterEntity.brief(ready.filter()));
    if (words.isEmpty()) {
      result.putNull("keyword_matches");
    } else {
      words.forEach(result.putArray("keyword_matches")::add);
    }
    if (chosen) {
      result.putArray("status_matches").add(Long.toString(status));
    } else {
      result.putNull("status_matches");
    }
  }

  /** A text in the form in which words are looked for: composed, whoever typed it. */
  public static String text(String text) {
    return Normalizer.normalize(text, Normalizer.Form.NFC);
  }

  /**
   * As Mastodon does: a whole word ends where letters and digits end, as far as the keyword itself
   * begins and ends with one.
   */
  private static Word word(Filter.Keyword keyword) {
    String looked = text(keyword.keyword());
    String before = keyword.wholeWord() && isWord(looked.codePointAt(0)) ? "\\b" : "";
    String after =
        keyword.wholeWord() && isWord(looked.codePointBefore(looked.length())) ? "\\b" : "";
    return new Word(
        keyword.keyword(),
        Pattern.compile(
            before + Pattern.quote(looked) + after,
            Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.UNICODE_CHARACTER_CLASS));
  }

  private static boolean isWord(int point) {
    return Character.isLetterOrDigit(point) || point == '_';
  }
}

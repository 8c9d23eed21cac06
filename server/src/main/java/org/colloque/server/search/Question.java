package org.colloque.server.search;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What somebody searches posts for: words, and operators as Mastodon knows them. What looks like an
 * operator and is none is a word.
 *
 * @param words as typed: quotes hold a phrase together, a minus excludes
 * @param from handles of authors, or {@code me}
 * @param since the first day, empty for no beginning
 * @param until the day after the last one, empty for no end
 */
record Question(
    String words,
    List<Wish> from,
    Optional<LocalDate> since,
    Optional<LocalDate> until,
    List<Wish> has,
    List<Wish> is,
    List<Wish> languages,
    boolean library) {
  /** What posts may have. */
  static final Set<String> HAS =
      Set.of("media", "image", "video", "audio", "poll", "link", "embed");

  /** What posts may be. */
  static final Set<String> IS = Set.of("reply", "sensitive");

  /** Operators of one question; of more, the rest are words. */
  static final int MOST = 20;

  private static final Pattern OPERATOR =
      Pattern.compile(
          "(?<!\\S)([+-]?)(from|before|after|during|has|is|in|language):(\\S+)",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern LANGUAGE = Pattern.compile("[a-z]{2,3}(-[a-z]{2,8})?");

  /** Wanted, or not wanted. */
  record Wish(String value, boolean wanted) {}

  static Question of(String typed) {
    Reader reader = new Reader();
    Matcher operators = OPERATOR.matcher(typed);
    StringBuilder words = new StringBuilder();
    while (operators.find()) {
      boolean known =
          reader.count < MOST
              && !inQuotes(typed, operators.start())
              && reader.take(
                  operators.group(2).toLowerCase(Locale.ROOT),
                  operators.group(3),
                  !operators.group(1).equals("-"));
      operators.appendReplacement(words, known ? " " : Matcher.quoteReplacement(operators.group()));
    }
    operators.appendTail(words);
    return reader.question(words.toString().strip().replaceAll("\\s+", " "));
  }

  /** Whether anything but words was asked for. */
  boolean hasOperators() {
    return library
        || since.isPresent()
        || until.isPresent()
        || !from.isEmpty()
        || !has.isEmpty()
        || !is.isEmpty()
        || !languages.isEmpty();
  }

  private static boolean inQuotes(String typed, int at) {
    return typed.substring(0, at).chars().filter(c -> c == '"').count() % 2 == 1;
  }

  private static final class Reader {
    private final List<Wish> from = new ArrayList<>();
    private final List<Wish> has = new ArrayList<>();
    private final List<Wish> is = new ArrayList<>();
    private final List<Wish> languages = new ArrayList<>();
    private Optional<LocalDate> since = Optional.empty();
    private Optional<LocalDate> until = Optional.empty();
    private boolean library;
    private int count;

    /** Whether it is an operator. */
    boolean take(String operator, String value, boolean wanted) {
      String lower = value.toLowerCase(Locale.ROOT);
      boolean known =
          switch (operator) {
            case "from" -> from.add(new Wish(value, wanted));
            case "has" -> HAS.contains(lower) && has.add(new Wish(lower, wanted));
            case "is" -> IS.contains(lower) && is.add(new Wish(lower, wanted));
            case "language" ->
                LANGUAGE.matcher(lower).matches() && languages.add(new Wish(lower, wanted));
            case "in" -> place(lower, wanted);
            default -> wanted && time(operator, lower);
          };
      count += known ? 1 : 0;
      return known;
    }

    private boolean place(String value, boolean wanted) {
      if (!wanted || !Set.of("all", "public", "library").contains(value)) {
        return false;
      }
      library = value.equals("library");
      return true;
    }

    /** A day, or with {@code during} a month as well. */
    private boolean time(String operator, String value) {
      try {
        boolean month = operator.equals("during") && value.length() == "2026-11".length();
        LocalDate first = month ? YearMonth.parse(value).atDay(1) : LocalDate.parse(value);
        LocalDate next = month ? first.plusMonths(1) : first.plusDays(1);
        if (!operator.equals("before")) {
          LocalDate begin = operator.equals("after") ? next : first;
          since = since.filter(begin::isBefore).or(() -> Optional.of(begin));
        }
        if (!operator.equals("after")) {
          LocalDate end = operator.equals("before") ? first : next;
          until = until.filter(end::isAfter).or(() -> Optional.of(end));
        }
        return true;
      } catch (DateTimeException noDate) {
        return false;
      }
    }

    Question question(String words) {
      return new Question(
          words,
          List.copyOf(from),
          since,
          until,
          List.copyOf(has),
          List.copyOf(is),
          List.copyOf(languages),
          library);
    }
  }
}

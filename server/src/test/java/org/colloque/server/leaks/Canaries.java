package org.colloque.server.leaks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Words that stand nowhere but in what is private, and what each of them stands in. */
final class Canaries {
  /** The beginning that all of them have, for searches. */
  static final String BEGINNING = "zkq";

  private static final Pattern WORD =
      Pattern.compile(BEGINNING + "[a-z0-9]{6}q", Pattern.CASE_INSENSITIVE);

  private static final AtomicInteger NEXT = new AtomicInteger();

  /** The words of every group. */
  static final int ANY = 0;

  private final Map<String, Word> words = new ConcurrentHashMap<>();
  private final AtomicInteger lives = new AtomicInteger();

  /**
   * A word that is private.
   *
   * @param life the group it was said in
   * @param place what it stands in
   * @param number words that were made later have a higher one
   */
  record Word(String word, int life, String place, int number) {
    @Override
    public String toString() {
      return word + " of " + place;
    }
  }

  /** A number for the words of one more group. */
  int nextLife() {
    return lives.incrementAndGet();
  }

  /** A new word, which is to stand in {@code place} alone; good as a handle, a hashtag, a name. */
  String in(int life, String place) {
    int number = NEXT.incrementAndGet();
    String digits = Integer.toString(number, 36);
    String word = BEGINNING + "000000".substring(digits.length()) + digits + "q";
    words.put(word, new Word(word, life, place, number));
    return word;
  }

  /** Words made from now on have a higher number. */
  int now() {
    return NEXT.get();
  }

  int count() {
    return words.size();
  }

  /** What of a group stands in {@code text}; empty when nothing private does. */
  List<Word> heardIn(String text, int life) {
    List<Word> heard = new ArrayList<>();
    Matcher found = WORD.matcher(text);
    while (found.find()) {
      // signatures and keys may look like a word by chance
      Word word = words.get(found.group().toLowerCase(Locale.ROOT));
      if (word != null && (life == ANY || life == word.life())) {
        heard.add(word);
      }
    }
    return heard;
  }
}

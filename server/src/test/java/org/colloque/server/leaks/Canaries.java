package org.colloque.server.leaks;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Words that stand nowhere but in what is private, and what each of them stands in. */
final class Canaries {
  /** The beginning that all of them have, for searches. */
  static final String BEGINNING = "zkq";

  private static final Pattern WORD = Pattern.compile(BEGINNING + "[a-z0-9]{6}q");
  private static final AtomicInteger NEXT = new AtomicInteger();

  /** The words of every group. */
  static final int ANY = 0;

  private final Map<String, Place> places = new ConcurrentHashMap<>();
  private final AtomicInteger lives = new AtomicInteger();

  private record Place(int life, String what) {}

  /** A number for the words of one more group. */
  int nextLife() {
    return lives.incrementAndGet();
  }

  /** A new word, which is to stand in {@code place} alone; good as a handle, a hashtag, a name. */
  String in(int life, String place) {
    String number = Integer.toString(NEXT.incrementAndGet(), 36);
    String word = BEGINNING + "000000".substring(number.length()) + number + "q";
    places.put(word, new Place(life, place));
    return word;
  }

  int count() {
    return places.size();
  }

  /** What of a group stands in {@code text}, in words; empty when nothing private does. */
  Set<String> heardIn(String text, int life) {
    Set<String> heard = new TreeSet<>();
    Matcher words = WORD.matcher(text.toLowerCase(Locale.ROOT));
    while (words.find()) {
      // signatures and keys may look like a word by chance
      Place place = places.get(words.group());
      if (place != null && (life == ANY || life == place.life())) {
        heard.add(words.group() + " of " + place.what());
      }
    }
    return heard;
  }
}

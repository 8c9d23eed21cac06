package org.colloque.server.leaks;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Random;

/** Cards that are dealt in any order, all of them before the first comes again. */
final class Deck<T> {
  private final List<T> cards;
  private final Deque<T> pile = new ArrayDeque<>();
  private final Random random = new Random(0);

  Deck(List<T> cards) {
    this.cards = List.copyOf(cards);
  }

  List<T> all() {
    return cards;
  }

  synchronized List<T> deal(int number) {
    List<T> dealt = new ArrayList<>();
    while (dealt.size() < number) {
      if (pile.isEmpty()) {
        List<T> shuffled = new ArrayList<>(cards);
        Collections.shuffle(shuffled, random);
        pile.addAll(shuffled);
      }
      dealt.add(pile.removeFirst());
    }
    return dealt;
  }
}

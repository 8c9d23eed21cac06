package org.colloque.server.reliability;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** What the server has acknowledged: all of this must be there, whatever happens to it. */
final class Ledger {
  /** Ids of notes that an inbox answered with 202. */
  final Set<String> notes = ConcurrentHashMap.newKeySet();

  /** Ids of statuses that were answered with 200. */
  final Set<String> statuses = ConcurrentHashMap.newKeySet();

  /** Of those, the ones that were written to many followers. */
  final Set<String> wide = ConcurrentHashMap.newKeySet();

  /** Ids of attachments. */
  final Set<String> media = ConcurrentHashMap.newKeySet();

  /** Ids of accounts that were followed. */
  final Set<String> follows = ConcurrentHashMap.newKeySet();

  /** Answers that were cut off in the middle. */
  final Set<String> halves = ConcurrentHashMap.newKeySet();

  /** Answers that were neither a success nor "come back later". */
  final Set<String> surprises = ConcurrentHashMap.newKeySet();

  final AtomicInteger acknowledged = new AtomicInteger();

  /** Answers that said "come back later". */
  final AtomicInteger refused = new AtomicInteger();

  /** Writes down what came of a request; the id is that of the answer unless one is given. */
  void enter(String what, Line.Result result, int success, String id, List<Set<String>> where) {
    switch (result) {
      case Line.Result.Silent _ -> {}
      case Line.Result.Half half -> halves.add(half.part());
      case Line.Result.Answered answered -> {
        if (answered.status() == success) {
          String named = id.isEmpty() ? idIn(answered.body()) : id;
          where.forEach(set -> set.add(named));
          acknowledged.incrementAndGet();
        } else if (answered.status() != 503) {
          surprises.add(what + ": " + answered.status() + " " + answered.body());
        }
      }
    }
  }

  /** The first member of an entity. */
  private static String idIn(String entity) {
    int begin = entity.indexOf("\"id\":\"") + 6;
    return entity.substring(begin, entity.indexOf('"', begin));
  }

  @Override
  public String toString() {
    return "%d notes, %d statuses (%d to many), %d attachments, %d follows"
        .formatted(notes.size(), statuses.size(), wide.size(), media.size(), follows.size());
  }
}

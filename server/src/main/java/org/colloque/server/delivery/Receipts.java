package org.colloque.server.delivery;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What other servers have taken and the database does not know yet. It is noted in a file that is
 * mapped into memory, at the moment of the answer and at no cost: what stands there survives the
 * death of the process, though not that of the machine. The next process on the same folder reads
 * it before it sends anything, so that nothing answered is sent twice (reliability.md, C02).
 */
final class Receipts {
  private static final Logger LOG = LoggerFactory.getLogger(Receipts.class);

  /** Two numbers in a row of the file: the activity, zero in an empty row, and the delivery. */
  private static final int ROW = 2 * Long.BYTES;

  private final ByteBuffer rows;
  private final ArrayDeque<Integer> empty = new ArrayDeque<>();
  private final Map<Long, Integer> places = new HashMap<>();

  private Receipts(ByteBuffer rows) {
    this.rows = rows;
    for (int place = 0; place < rows.capacity() / ROW; place++) {
      empty.add(place);
    }
  }

  /**
   * Opens the file, or makes it. When that fails there is only memory, and a process that dies
   * leaves more to be sent twice.
   *
   * @param most receipts kept at once; with more, the latest are not noted
   */
  static Receipts open(Path file, int most) {
    int size = most * ROW;
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      try (FileChannel channel =
          FileChannel.open(
              file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
        // with its room on the disk: a map of what is not there would end the process
        int there = (int) Math.min(size, channel.size());
        channel.write(ByteBuffer.allocate(size - there), there);
        return new Receipts(channel.map(FileChannel.MapMode.READ_WRITE, 0, size));
      }
    } catch (IOException unusable) {
      LOG.warn("receipts of deliveries cannot be kept in {}", file, unusable);
      return new Receipts(ByteBuffer.allocateDirect(size));
    }
  }

  /** This delivery has been taken. */
  synchronized void keep(Delivery delivery) {
    Integer place = empty.poll();
    if (place != null) {
      places.put(delivery.id(), place);
      write(place, delivery.activity(), delivery.id());
    }
  }

  /** The database knows of these. */
  synchronized void settled(Collection<Long> deliveries) {
    for (Long delivery : deliveries) {
      Integer place = places.remove(delivery);
      if (place != null) {
        write(place, 0, 0);
        empty.add(place);
      }
    }
  }

  private void write(int place, long activity, long delivery) {
    rows.putLong(place * ROW + Long.BYTES, delivery);
    rows.putLong(place * ROW, activity);
  }

  /**
   * What a process before this one has left: activities, by their deliveries. The activity tells
   * whether it is still the same delivery, for a restored database counts them again.
   */
  synchronized Map<Long, Long> left() {
    Map<Long, Long> left = new TreeMap<>();
    for (Integer place : empty) {
      long activity = rows.getLong(place * ROW);
      if (activity != 0) {
        left.put(rows.getLong(place * ROW + Long.BYTES), activity);
      }
    }
    return left;
  }

  /** What was left is settled. */
  synchronized void clear() {
    empty.forEach(place -> write(place, 0, 0));
  }
}

package org.colloque.server.remote;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.colloque.federation.json.Values;
import org.colloque.server.kit.Kit;

/** Reads which of our members another server counts as followers of one of its accounts. */
public final class PartialFollowers {
  /** Followers of one account that are read. */
  static final int MOST = 5_000;

  private final Kit kit;
  private final ReadCollection collections;

  public PartialFollowers(Kit kit, Outside outside, InstanceActor self) {
    this.kit = kit;
    this.collections = new ReadCollection(outside, self);
  }

  /** Ids of ours and no others; empty when the list cannot be read. */
  public List<String> read(String url) {
    Set<String> ours = new LinkedHashSet<>();
    for (JsonNode item : collections.read(url, MOST, Budget.forActivity()).items()) {
      String id = Values.idOf(item);
      if (id != null && kit.urls().isOurs(id)) {
        ours.add(id);
      }
    }
    return List.copyOf(ours);
  }
}

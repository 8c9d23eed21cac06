package org.colloque.federation.signature;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.colloque.federation.handle.Origin;

/**
 * Which servers read RFC 9421. The others are asked with draft-cavage first: some answer 202 to
 * what they cannot read, and drop it (federation.md, quirk 76). Kept in memory; what was forgotten
 * costs one more request.
 */
public final class Schemes {
  /** Servers remembered; the one that was not met for longest is forgotten. */
  public static final int KNOWN = 10_000;

  private final Set<Origin> modern =
      Collections.newSetFromMap(
          Collections.synchronizedMap(
              new LinkedHashMap<>() {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<Origin, Boolean> eldest) {
                  return size() > KNOWN;
                }
              }));

  /** What to sign a request to this server with. */
  public Scheme first(Origin origin) {
    return modern.contains(origin) ? Scheme.RFC_9421 : Scheme.CAVAGE;
  }

  /** A request that was signed like this was taken by this server, or came from it. */
  public void learn(Origin origin, Scheme scheme) {
    // in again, so that it is the latest
    modern.remove(origin);
    if (scheme == Scheme.RFC_9421) {
      modern.add(origin);
    }
  }
}

package org.colloque.server;

import java.util.List;

/**
 * All that is wrong with the settings, one sentence each, so that one start is enough to mend them.
 */
public final class ConfigFaults extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final List<String> faults;

  ConfigFaults(List<String> faults) {
    super("the settings have " + faults.size() + " faults: " + String.join("; ", faults));
    this.faults = List.copyOf(faults);
  }

  /** One sentence a fault, each beginning with the name of its setting. */
  public List<String> faults() {
    return faults;
  }
}

package org.colloque.federation.vocabulary;

import java.util.Optional;

/** The five types of actor (Activity Vocabulary, section 3.2). */
public enum ActorType {
  PERSON("Person"),
  SERVICE("Service"),
  GROUP("Group"),
  ORGANIZATION("Organization"),
  APPLICATION("Application");

  private final String type;

  ActorType(String type) {
    this.type = type;
  }

  /** The word on the wire. */
  public String type() {
    return type;
  }

  /** The type of this word, if it is one of the five. */
  public static Optional<ActorType> of(String word) {
    for (ActorType each : values()) {
      if (each.type.equals(word)) {
        return Optional.of(each);
      }
    }
    return Optional.empty();
  }
}

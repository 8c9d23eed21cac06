package org.colloque.federation.vocabulary;

/** What a Create or an Update carries. */
public sealed interface Payload permits Note, Actor, Payload.Link, Payload.Other {

  /** The id of the thing; its origin must be the actor's for a Create or an Update (quirk 19). */
  String id();

  /** Only the id was sent: the thing has to be fetched. */
  record Link(String id) implements Payload {}

  /** A thing with an id of a type that we do not read. */
  record Other(String id, String type) implements Payload {}
}

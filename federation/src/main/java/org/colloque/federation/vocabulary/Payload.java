package org.colloque.federation.vocabulary;

import java.util.List;

/** What a Create or an Update carries. */
public sealed interface Payload permits Note, Actor, Payload.Ballot, Payload.Link, Payload.Other {

  /** The id of the thing; its origin must be the actor's for a Create or an Update (quirk 19). */
  String id();

  /** Only the id was sent: the thing has to be fetched. */
  record Link(String id) implements Payload {}

  /**
   * Votes in a poll: notes with a name and no text in answer to it (quirk 37), one for each choice,
   * or several at once (GoToSocial).
   *
   * @param id of the first vote
   * @param attributedTo who votes
   * @param poll id of the Question
   * @param names the options chosen
   */
  record Ballot(String id, String attributedTo, String poll, List<String> names)
      implements Payload {
    public Ballot {
      names = List.copyOf(names);
    }
  }

  /** A thing with an id of a type that we do not read. */
  record Other(String id, String type) implements Payload {}
}

package org.colloque.federation.json;

/**
 * How much of a stranger's document we keep (security row 16, check C29). Characters are UTF-16
 * units. "Cut" keeps the beginning, "dropped" ignores the rest of a list, "refused" gives up the
 * whole document. Numbers without a reason are Mastodon's (FEDERATION.md, "Size limits").
 */
public final class Limits {

  /** Bytes of a document; larger ones are refused, by the inbox with 413. */
  public static final int DOCUMENT_BYTES = 1 << 20;

  /** Nesting of objects and arrays; deeper is refused (check C32). */
  public static final int DEPTH = 64;

  /** Characters of an id or address; longer is as if missing. */
  public static final int ID = 2_048;

  /** Characters of preferredUsername; longer is refused. */
  public static final int USERNAME = 2_048;

  /** Characters of a display name or title, cut. */
  public static final int NAME = 2_048;

  /** Characters of an actor's summary, cut. */
  public static final int ACTOR_SUMMARY = 20_000;

  /** Characters of a content warning, cut. */
  public static final int NOTE_SUMMARY = 2_048;

  /** Characters of a note's HTML, cut; Akkoma's remote limit. */
  public static final int CONTENT = 100_000;

  /** Characters of a text alternative, cut. */
  public static final int ALTERNATIVE = 10_000;

  /** Characters of a profile field's name and of its value, cut. */
  public static final int FIELD = 2_047;

  /**
   * Characters of a hashtag, mention name, emoji shortcode, media type or blurhash; longer is
   * dropped.
   */
  public static final int WORD = 255;

  /** Characters of a language tag; longer is as if missing. */
  public static final int LANGUAGE = 35;

  /** Characters of a conversation id, cut: Honk puts data addresses there. */
  public static final int CONVERSATION = 2_048;

  /** Characters of a public key's text; longer is dropped. RSA-8192 needs about 1,500. */
  public static final int PEM = 8_192;

  /** Profile fields, others dropped. */
  public static final int FIELDS = 50;

  /** Aliases, others dropped. */
  public static final int ALIASES = 256;

  /** Keys of an actor, others dropped. */
  public static final int KEYS = 10;

  /** Tags of a note or actor, others dropped. */
  public static final int TAGS = 256;

  /** Attachments of a note, others dropped. */
  public static final int ATTACHMENTS = 16;

  /** Addressees in to and in cc, others dropped. */
  public static final int RECIPIENTS = 1_000;

  /** Items of one page of a collection, others dropped. */
  public static final int ITEMS = 1_000;

  /** Options of a poll, others dropped. */
  public static final int OPTIONS = 500;

  /** Characters of an option of a poll, cut. */
  public static final int OPTION = 500;

  /** Votes told of an option, or people of a poll; more is as if missing. */
  public static final long COUNT = Integer.MAX_VALUE;

  /** Votes in one activity, others dropped. */
  public static final int VOTES = 500;

  /** Actors and posts named in one report, others dropped. */
  public static final int REPORTED = 100;

  /** Characters of a report, cut. */
  public static final int REPORT = 5_000;

  /** Links of a note that are kept, others dropped. */
  public static final int LINKS = 4;

  /** Characters of a place, cut. */
  public static final int PLACE = 1_000;

  /** Pixels of a side of a picture; larger is as if missing. */
  public static final int PIXELS = 1_000_000;

  private Limits() {}
}

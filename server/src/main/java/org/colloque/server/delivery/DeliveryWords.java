package org.colloque.server.delivery;

import java.util.Optional;
import org.colloque.federation.deliver.Trouble;
import org.colloque.server.pages.words.Messages;
import org.jspecify.annotations.Nullable;

/** How it goes with deliveries, in words. */
final class DeliveryWords {
  private DeliveryWords() {}

  static String state(Messages messages, DeliveryReport.State state) {
    return switch (state) {
      case ANSWERS -> messages.get("deliveries.answers");
      case FAILS -> messages.get("deliveries.fails");
      case LEFT_ALONE -> messages.get("deliveries.leftalone");
      case LONG_GONE -> messages.get("deliveries.longgone");
    };
  }

  /** What is sent, by the type in the table. */
  static String what(Messages messages, String type) {
    return switch (type) {
      case "Create", "ReplyRequest" -> messages.get("deliveries.what.post");
      case "UpdateNote" -> messages.get("deliveries.what.edit");
      case "DeleteNote" -> messages.get("deliveries.what.deletion");
      case "Announce", "UndoAnnounce", "AnnounceRequest" -> messages.get("deliveries.what.boost");
      case "Like", "UndoLike", "LikeRequest" -> messages.get("deliveries.what.favourite");
      case "Vote" -> messages.get("deliveries.what.vote");
      case "QuoteRequest", "AcceptQuote", "RejectQuote", "DeleteStamp" ->
          messages.get("deliveries.what.quote");
      case "Forward" -> messages.get("deliveries.what.answer");
      case "Follow", "UndoFollow", "Accept", "Reject" -> messages.get("deliveries.what.follow");
      case "Block", "UndoBlock" -> messages.get("deliveries.what.block");
      case "Flag" -> messages.get("deliveries.what.report");
      case "Move" -> messages.get("deliveries.what.move");
      case "DeleteActor" -> messages.get("deliveries.what.farewell");
      case String _ -> messages.get("deliveries.what.profile");
    };
  }

  /** Why; empty when nothing is wrong. */
  static String why(Messages messages, @Nullable Trouble trouble) {
    return Optional.ofNullable(trouble).map(known -> words(messages, known)).orElse("");
  }

  private static String words(Messages messages, Trouble trouble) {
    return switch (trouble) {
      case ADDRESS -> messages.get("trouble.address");
      case NAME -> messages.get("trouble.name");
      case CONNECTION -> messages.get("trouble.connection");
      case CERTIFICATE -> messages.get("trouble.certificate");
      case TIME -> messages.get("trouble.time");
      case BUSY -> messages.get("trouble.busy");
      case ERROR -> messages.get("trouble.error");
      case SIGNATURE -> messages.get("trouble.signature");
      case REFUSED -> messages.get("trouble.refused");
      case ANSWER -> messages.get("trouble.answer");
      case GONE -> messages.get("trouble.gone");
      case HERE -> messages.get("trouble.here");
      case HELD -> messages.get("trouble.held");
    };
  }
}

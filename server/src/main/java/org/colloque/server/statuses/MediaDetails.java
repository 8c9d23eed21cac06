package org.colloque.server.statuses;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.colloque.server.http.Parameters;
import org.colloque.server.http.ProblemException;
import org.colloque.server.media.FocalPoint;
import org.colloque.server.media.MediaApi;
import org.colloque.server.media.MediaId;

/**
 * What an edit says anew of an attachment (semantics.md, section 2: {@code media_attributes}).
 *
 * @param description missing when it stays; likewise the focus
 */
record MediaDetails(MediaId id, Optional<String> description, Optional<FocalPoint> focus) {

  /**
   * Reads the list; entries without an identifier are left out.
   *
   * @throws ProblemException 422 when a description is too long
   */
  static List<MediaDetails> of(Parameters parameters) {
    return parameters.objects("media_attributes").stream()
        .limit(AttachMedia.MAX_ATTACHMENTS)
        .flatMap(MediaDetails::one)
        .toList();
  }

  private static Stream<MediaDetails> one(Parameters entry) {
    return entry.id("id").stream()
        .map(id ->
            new MediaDetails(
                new MediaId(id),
                entry.text("description").map(MediaApi.Details::description),
                entry.text("focus").flatMap(FocalPoint::parse)));
  }
}

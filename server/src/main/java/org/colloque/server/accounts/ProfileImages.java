package org.colloque.server.accounts;

import static org.colloque.migrations.Tables.ACCOUNTS;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.colloque.migrations.tables.records.AccountsRecord;
import org.colloque.server.api.Faults;
import org.colloque.server.http.Json;
import org.colloque.server.http.ProblemException;
import org.colloque.server.http.Upload;
import org.colloque.server.kit.Fault;
import org.colloque.server.media.ImageProcessor;
import org.colloque.server.media.MediaApi;
import org.colloque.server.media.MediaKey;
import org.colloque.server.media.MediaStore;
import org.colloque.server.media.ProcessedImage;
import org.jooq.Field;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Avatars and headers: written anew, kept, and dropped when another takes their place. */
public final class ProfileImages {
  private static final Logger LOG = LoggerFactory.getLogger(ProfileImages.class);

  private final ImageProcessor processor;
  private final MediaStore store;

  public ProfileImages(ImageProcessor processor, MediaStore store) {
    this.processor = processor;
    this.store = store;
  }

  /** Which of the two pictures. */
  public enum Kind {
    AVATAR,
    HEADER;

    Field<String> column() {
      return switch (this) {
        case AVATAR -> ACCOUNTS.AVATAR_KEY;
        case HEADER -> ACCOUNTS.HEADER_KEY;
      };
    }

    Field<String> description() {
      return switch (this) {
        case AVATAR -> ACCOUNTS.AVATAR_DESCRIPTION;
        case HEADER -> ACCOUNTS.HEADER_DESCRIPTION;
      };
    }

    String field() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** What was stored, not yet shown anywhere. */
  record Kept(Map<Kind, MediaKey> byKind) {
    List<String> keys() {
      return byKind.values().stream().map(MediaKey::toString).toList();
    }

    /** Puts the new keys into {@code columns}; answers the keys that they replace. */
    List<String> columns(Map<Field<?>, Object> columns, AccountsRecord row) {
      List<String> replaced = new ArrayList<>();
      byKind.forEach((kind, key) -> {
        columns.put(kind.column(), key.toString());
        @Nullable String old = row.get(kind.column());
        if (old != null) {
          replaced.add(old);
        }
      });
      return replaced;
    }
  }

  /**
   * @throws ProblemException 422 when one of them is no image that we take
   */
  Kept keep(ProfileChange.Images images) {
    Map<Kind, ProcessedImage.Ready> ready = new EnumMap<>(Kind.class);
    images.avatar().ifPresent(upload -> ready.put(Kind.AVATAR, process(Kind.AVATAR, upload)));
    images.header().ifPresent(upload -> ready.put(Kind.HEADER, process(Kind.HEADER, upload)));
    Map<Kind, MediaKey> keys = new EnumMap<>(Kind.class);
    try {
      for (Map.Entry<Kind, ProcessedImage.Ready> image : ready.entrySet()) {
        keys.put(image.getKey(), store.put(image.getValue().original()));
      }
    } catch (IOException failure) {
      drop(keys.values().stream().map(MediaKey::toString).toList());
      throw new UncheckedIOException("an image of a profile cannot be stored", failure);
    }
    return new Kept(keys);
  }

  /** Removes files that nobody is shown any longer. */
  public void drop(List<String> keys) {
    for (String key : keys) {
      Optional<MediaKey> parsed = MediaKey.parse(key);
      try {
        if (parsed.isPresent()) {
          store.delete(parsed.get());
        }
      } catch (IOException failure) {
        LOG.warn("an old image of a profile could not be removed: {}", failure.toString());
      }
    }
  }

  private ProcessedImage.Ready process(Kind kind, Upload upload) {
    if (upload.size() > ProfileRules.MAX_IMAGE_BYTES) {
      throw Faults.problem(kind.field(), Fault.TOO_LONG, "must be less than 8 MB");
    }
    ProcessedImage image =
        switch (kind) {
          case AVATAR -> processor.avatar(upload.path());
          case HEADER -> processor.header(upload.path());
        };
    return switch (image) {
      case ProcessedImage.Ready ready -> ready;
      case ProcessedImage.Refused refused -> throw refusal(kind, refused.reason());
    };
  }

  private static ProblemException refusal(Kind kind, ProcessedImage.Reason reason) {
    ProblemException problem = MediaApi.refusal(reason);
    if (problem.status() != 422) {
      return problem;
    }
    var details = Json.object();
    details
        .putArray(kind.field())
        .addObject()
        .put("error", Fault.INVALID.code())
        .put("description", problem.message());
    return problem.withDetail("details", details);
  }
}

package org.colloque.server.timelines;

import static org.colloque.migrations.Tables.MARKERS;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.colloque.migrations.tables.records.MarkersRecord;
import org.colloque.server.accounts.UserId;
import org.colloque.server.database.Decimal;
import org.colloque.server.database.Tx;
import org.colloque.server.database.Viewer;
import org.colloque.server.http.Access;
import org.colloque.server.http.Parameters;
import org.colloque.server.http.ProblemException;
import org.colloque.server.http.Reply;
import org.colloque.server.http.Request;
import org.colloque.server.http.Route;
import org.colloque.server.kit.Kit;

/** How far a member has read, told by their apps to each other (Mastodon 4.6, methods/markers). */
public final class MarkersApi {
  private static final List<String> TIMELINES = List.of("home", "notifications");

  private final Kit kit;

  public MarkersApi(Kit kit) {
    this.kit = kit;
  }

  /**
   * One marker.
   *
   * @param version steps with every change
   */
  record Marker(String lastReadId, int version, Instant updatedAt) {
    static Marker of(MarkersRecord row) {
      return new Marker(
          Long.toString(row.getLastReadId()), row.getVersion(), row.getUpdatedAt().toInstant());
    }
  }

  public List<Route> routes() {
    return List.of(
        Route.get("/api/v1/markers", Access.user("read", "read:statuses"), this::get),
        Route.post("/api/v1/markers", Access.user("write", "write:statuses"), this::set));
  }

  private Reply get(Request request) {
    UserId user = request.caller().required().user();
    List<String> wanted = request.parameters().list("timeline");
    Map<String, Marker> markers = new LinkedHashMap<>();
    kit.db()
        .doAs(
            request.caller().viewer(),
            tx ->
                tx.sql()
                    .selectFrom(MARKERS)
                    .where(MARKERS.USER_ID.eq(user.value()))
                    .and(MARKERS.TIMELINE.in(wanted))
                    .orderBy(MARKERS.TIMELINE)
                    .forEach(row -> markers.put(row.getTimeline(), Marker.of(row))));
    return Reply.json(markers);
  }

  private Reply set(Request request) {
    UserId user = request.caller().required().user();
    Map<String, Long> wanted = new LinkedHashMap<>();
    for (String timeline : TIMELINES) {
      lastRead(request.parameters(), timeline).ifPresent(id -> wanted.put(timeline, id));
    }
    Viewer viewer = request.caller().viewer();
    return Reply.json(
        kit.db()
            .as(
                viewer,
                tx -> {
                  Map<String, Marker> markers = new LinkedHashMap<>();
                  wanted.forEach(
                      (timeline, id) -> markers.put(timeline, set(tx, user, timeline, id)));
                  return markers;
                }));
  }

  /** Two apps that write at once: one of them is told to look again (semantics.md, section 9). */
  private Marker set(Tx tx, UserId user, String timeline, long lastRead) {
    Optional<Integer> version =
        tx.sql()
            .select(MARKERS.VERSION)
            .from(MARKERS)
            .where(MARKERS.USER_ID.eq(user.value()))
            .and(MARKERS.TIMELINE.eq(timeline))
            .fetchOptional(MARKERS.VERSION);
    return write(tx, user, timeline, lastRead, version.orElse(0))
        .orElseThrow(() -> ProblemException.of(409, "Conflict during update, please try again"));
  }

  /**
   * Writes over the marker of {@code version}, or a new one when it is 0; empty when somebody else
   * was quicker.
   */
  static Optional<Marker> write(
      Tx tx, UserId user, String timeline, long lastRead, int version, Instant moment) {
    var now = moment.atOffset(ZoneOffset.UTC);
    Optional<MarkersRecord> written =
        version == 0
            ? tx.sql()
                .insertInto(MARKERS)
                .set(MARKERS.USER_ID, user.value())
                .set(MARKERS.TIMELINE, timeline)
                .set(MARKERS.LAST_READ_ID, lastRead)
                .set(MARKERS.UPDATED_AT, now)
                .onConflictDoNothing()
                .returning()
                .fetchOptional()
            : tx.sql()
                .update(MARKERS)
                .set(MARKERS.LAST_READ_ID, lastRead)
                .set(MARKERS.VERSION, version + 1)
                .set(MARKERS.UPDATED_AT, now)
                .where(MARKERS.USER_ID.eq(user.value()))
                .and(MARKERS.TIMELINE.eq(timeline))
                .and(MARKERS.VERSION.eq(version))
                .returning()
                .fetchOptional();
    return written.map(Marker::of);
  }

  private Optional<Marker> write(Tx tx, UserId user, String timeline, long lastRead, int version) {
    return write(tx, user, timeline, lastRead, version, kit.now());
  }

  private static Optional<Long> lastRead(Parameters parameters, String timeline) {
    return parameters
        .object(timeline)
        .flatMap(marker -> marker.text("last_read_id"))
        .map(text ->
            Decimal.parse(text)
                .orElseThrow(() -> ProblemException.invalid("Last read is not an id")));
  }
}

package org.colloque.server.leaks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.colloque.migrations.Tables.USERS;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.colloque.server.database.Viewer;
import org.colloque.server.leaks.Canaries.Word;
import org.colloque.server.push.Device;
import org.colloque.server.rig.Person;
import org.colloque.server.rig.Remote;

/** Telephones that are told everything that their member is, and what is private of that. */
final class Devices implements AutoCloseable {
  private final Remote service = Remote.start("push");
  private final Canaries canaries;
  private final Map<String, Owned> devices = new ConcurrentHashMap<>();

  Devices(Canaries canaries) {
    this.canaries = canaries;
  }

  private record Owned(Person owner, Device device) {}

  /** {@code person} has one, and wants it to say what is said in their groups. */
  void give(Person person) {
    Device device = new Device();
    String path = "/" + person.username();
    devices.put(path, new Owned(person, device));
    List<String> fields = new ArrayList<>(device.subscription(service.base() + path));
    for (String type : List.of("mention", "favourite", "reblog", "poll", "status", "update")) {
      fields.addAll(List.of("data[alerts][" + type + "]", "true"));
    }
    String[] all = fields.toArray(String[]::new);
    assertThat(person.app().post("/api/v1/push/subscription", all).status()).isEqualTo(200);
    person
        .rig()
        .kit()
        .db()
        .doAs(
            Viewer.stranger(),
            tx ->
                tx.sql()
                    .update(USERS)
                    .set(USERS.PUSH_GROUPS, true)
                    .where(USERS.ID.eq(person.user().value()))
                    .execute());
  }

  /** What is private of all that was sent to them, and to whom. */
  List<Ears.Heard> heard() {
    List<Ears.Heard> heard = new ArrayList<>();
    for (var message : service.everything()) {
      Owned owned = devices.get(message.getUrl());
      if (owned != null) {
        for (Word word : canaries.heardIn(owned.device().read(message).toString(), Canaries.ANY)) {
          heard.add(new Ears.Heard(owned.owner(), "their device", word));
        }
      }
    }
    return heard;
  }

  @Override
  public void close() {
    service.close();
  }
}

package org.colloque.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.colloque.server.http.Json;
import org.colloque.server.rig.Browser;
import org.colloque.server.rig.Person;

/** One client on its way in; collects what goes wrong, so that a test shows all of it. */
final class StartingClient {

  private final String name;
  private final Browser app;
  private final Browser stranger;
  private final List<String> faults = new ArrayList<>();
  private JsonNode last = Json.MAPPER.missingNode();

  /**
   * @param person who starts it
   */
  StartingClient(String name, Person person) {
    this.name = name;
    app = person.app();
    stranger = person.rig().anonymous();
  }

  StartingClient asks(String path) {
    return keep(path, stranger.get(path), 200);
  }

  StartingClient gets(String path) {
    return keep(path, app.get(path), 200);
  }

  StartingClient finds(String path, String entity) {
    gets(path);
    for (JsonNode item : last.isArray() ? last : List.of(last)) {
      EntityShape.faults(entity, item).forEach(fault -> faults.add(path + ": " + fault));
    }
    if (last.isArray() && last.isEmpty()) {
      faults.add(path + " is empty: nothing was checked");
    }
    return this;
  }

  StartingClient getsNone(String path) {
    gets(path);
    if (!last.isEmpty()) {
      faults.add(path + " is not empty");
    }
    return this;
  }

  StartingClient misses(String path, String why) {
    assertThat(why).isNotEmpty();
    return keep(path, app.get(path), 404);
  }

  StartingClient sends(String path, String... fields) {
    return keep(path, app.post(path, fields), 200);
  }

  StartingClient registers(String... fields) {
    return keep("/api/v1/apps", stranger.post("/api/v1/apps", fields), 200);
  }

  StartingClient registersInJson(String redirect) {
    var body = Json.object();
    body.put("client_name", name)
        .put("redirect_uris", redirect)
        .put("scopes", "read write follow push");
    return keep("/api/v1/apps", stranger.json("POST", "/api/v1/apps", body), 200);
  }

  /** The model of the client that reads the last answer. */
  StartingClient reads(String model) {
    faults.addAll(Required.missing(name, model, last));
    return this;
  }

  /** The model that reads a part of the last answer. */
  StartingClient reads(String model, String part) {
    faults.addAll(Required.missing(name, model, last.at(part)));
    return this;
  }

  StartingClient needs(String... pointers) {
    for (String pointer : pointers) {
      if (last.at(pointer).isMissingNode() || last.at(pointer).isNull()) {
        faults.add(name + " needs " + pointer);
      }
    }
    return this;
  }

  private StartingClient keep(String path, Browser.Answer answer, int expected) {
    if (answer.status() != expected) {
      faults.add(path + " answered " + answer.status() + ": " + answer.text());
    }
    boolean json = answer.header("content-type").startsWith("application/json");
    last = json ? answer.json() : Json.MAPPER.missingNode();
    return this;
  }

  JsonNode last() {
    return last;
  }

  void started() {
    assertThat(faults).as(name).isEmpty();
  }
}

package org.colloque.server.instance;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.colloque.server.database.Tx;
import org.colloque.server.database.Viewer;
import org.colloque.server.kit.Cached;
import org.colloque.server.kit.Fault;
import org.colloque.server.kit.Kit;
import org.colloque.server.moderation.DomainRules;
import org.colloque.server.moderation.FederationMode;
import org.colloque.server.moderation.FederationPolicy;
import org.colloque.server.oauth.GuestSessions;

/** The settings of the instance and its rules: kept at hand, and changed for every process. */
public final class Settings {
  private static final String CHANGED = "instance_settings";

  private final Kit kit;
  private final DomainRules servers;
  private final Cached<InstanceSettings> settings;
  private final Cached<List<Rule>> rules;

  /**
   * @param policy with whom we speak, of which the mode is a setting
   */
  public Settings(Kit kit, FederationPolicy policy) {
    this.kit = kit;
    this.servers = new DomainRules(kit, policy);
    settings =
        new Cached<>(() ->
            kit.db()
                .as(Viewer.stranger(), tx -> InstanceSettings.of(SettingsQueries.texts(tx.sql()))));
    rules =
        new Cached<>(() -> kit.db().as(Viewer.stranger(), tx -> SettingsQueries.rules(tx.sql())));
    kit.signals().on(CHANGED, _ -> forget());
    kit.signals().onMissed(this::forget);
  }

  public InstanceSettings current() {
    return settings.get();
  }

  /** The rules in force, in their order. */
  public List<Rule> rules() {
    return rules.get();
  }

  /**
   * Changes the settings that {@code texts} names (as {@link InstanceSettings#texts}); the others
   * stay.
   *
   * @return what is wrong, by name; nothing was changed unless it is empty
   */
  public Map<String, Fault> change(Tx tx, Map<String, String> texts) {
    Map<String, Fault> faults = new HashMap<>();
    for (String name : texts.keySet()) {
      if (!InstanceSettings.defaults().texts().containsKey(name)) {
        faults.put(name, Fault.INCLUSION);
      }
    }
    faults.putAll(InstanceSettings.faults(texts));
    String contact = InstanceSettings.of(texts).contactAccount();
    if (!contact.isEmpty() && !SettingsQueries.isLocalAccount(tx.sql(), contact)) {
      faults.put("contact_account", Fault.INVALID);
    }
    if (faults.isEmpty()) {
      if (texts.containsKey(FederationMode.SETTING)) {
        servers.change(tx, () -> put(tx, texts));
      } else {
        put(tx, texts);
      }
      if (texts.containsKey(InstanceSettings.GUESTS)
          && !InstanceSettings.of(texts).admitsGuests()) {
        GuestSessions.endAll(tx.sql());
      }
      changed(tx);
    }
    return faults;
  }

  private void put(Tx tx, Map<String, String> texts) {
    Map<String, String> clean = InstanceSettings.of(texts).texts();
    for (String name : texts.keySet()) {
      SettingsQueries.put(tx.sql(), name, clean.getOrDefault(name, ""), kit.now());
    }
  }

  /**
   * Puts these rules in force, one a text. A rule whose words stay keeps its id.
   *
   * @return whether they were few and short enough; nothing was changed otherwise
   */
  public boolean changeRules(Tx tx, List<String> texts) {
    List<String> wanted =
        texts.stream().map(String::strip).filter(text -> !text.isEmpty()).distinct().toList();
    if (wanted.size() > Rule.MAX_RULES
        || wanted.stream().anyMatch(text -> text.length() > Rule.MAX_LENGTH)) {
      return false;
    }
    List<Rule> gone = new ArrayList<>(SettingsQueries.rules(tx.sql()));
    for (int position = 0; position < wanted.size(); position++) {
      String text = wanted.get(position);
      Rule kept = gone.stream().filter(rule -> rule.text().equals(text)).findFirst().orElse(null);
      if (kept == null) {
        SettingsQueries.insertRule(tx.sql(), kit.ids().next(), position, text);
      } else {
        gone.remove(kept);
        SettingsQueries.moveRule(tx.sql(), kept.id(), position);
      }
    }
    gone.forEach(rule -> SettingsQueries.deleteRule(tx.sql(), rule.id(), kit.now()));
    changed(tx);
    return true;
  }

  private void changed(Tx tx) {
    kit.signals().send(tx, CHANGED, "");
    tx.afterCommit(this::forget);
  }

  private void forget() {
    settings.forget();
    rules.forget();
  }
}

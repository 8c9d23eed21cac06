package org.colloque.server.pages;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.colloque.server.pages.view.PageView;
import org.colloque.server.pages.view.Screen;
import org.colloque.server.pages.words.Messages;

/** Every page with believable content, in one language: what the tests of the pages look at. */
final class Samples {
  private Samples() {}

  /** A page, whole. */
  record Sample(PageView page, Screen screen) {}

  static Map<String, Sample> in(Locale locale) {
    Messages messages = Messages.of(locale);
    Map<String, Sample> all = new LinkedHashMap<>();
    new EntrySamples(messages, all).addAll();
    new SettingsSamples(messages, all).addAll();
    new ReadingSamples(messages, all).addAll();
    new KeepingSamples(messages, all).addAll();
    new BoardSamples(messages, all).addAll();
    new TalkSamples(messages, all).addAll();
    new FederationSamples(messages, all).addAll();
    new GroupSamples(messages, all).addAll();
    return all;
  }
}

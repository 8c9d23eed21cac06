package org.colloque.server.pages;

import gg.jte.Content;
import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.Utf8ByteOutput;
import java.util.Map;
import org.colloque.server.pages.view.PageView;
import org.colloque.server.pages.view.Screen;

/** Draws pages. Safe for use by several threads. */
public final class Pages {
  /** The Content-Type of what {@link #render} returns. */
  public static final String CONTENT_TYPE = "text/html; charset=utf-8";

  private final TemplateEngine engine;

  private Pages(TemplateEngine engine) {
    this.engine = engine;
  }

  /** With the templates that the build compiled into the program. */
  public static Pages precompiled() {
    return new Pages(TemplateEngine.createPrecompiled(ContentType.Html));
  }

  /** The whole page as UTF-8 HTML. */
  public byte[] render(PageView page, Screen screen) {
    Map<String, Object> parameters = Map.of("page", page, "view", screen);
    Content content = output -> engine.render(screen.template(), parameters, output);
    Utf8ByteOutput output = new Utf8ByteOutput();
    engine.render(
        "layout/page.jte", Map.of("page", page, "view", screen, "content", content), output);
    return output.toByteArray();
  }
}

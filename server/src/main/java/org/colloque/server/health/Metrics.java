package org.colloque.server.health;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import org.colloque.server.http.Observer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** Counts and times every answer, by route and status, and writes the access log at debug level. */
public final class Metrics implements Observer {
  private static final Logger LOG = LoggerFactory.getLogger("org.colloque.access");

  private record Kind(String method, String pattern, int status) {}

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final Map<Kind, Timer> answers = new ConcurrentHashMap<>();

  public Metrics() {
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
  }

  /** Shows a figure that is asked for whenever the metrics are. */
  public void gauge(String name, String description, DoubleSupplier figure) {
    Gauge.builder(name, figure::getAsDouble).description(description).register(registry);
  }

  /**
   * Counts one more.
   *
   * @param value of the label; the caller sees to it that there are few
   */
  public void count(String name, String description, String label, String value) {
    Counter.builder(name).description(description).tag(label, value).register(registry).increment();
  }

  /** Routes and methods are few, so the number of timers is bounded; paths are never used. */
  @Override
  public void answered(String requestId, String method, String pattern, int status, long nanos) {
    answers
        .computeIfAbsent(new Kind(method, pattern, status), this::timer)
        .record(nanos, TimeUnit.NANOSECONDS);
    if (LOG.isDebugEnabled()) {
      try (MDC.MDCCloseable _ = MDC.putCloseable("request", requestId)) {
        LOG.debug("{} {} {} in {} µs", method, pattern, status, nanos / 1000);
      }
    }
  }

  private Timer timer(Kind kind) {
    return Timer.builder("colloque.http.requests")
        .description("Answers, and the time from the first byte of the request to the answer")
        .tag("method", kind.method())
        .tag("route", kind.pattern().isEmpty() ? "none" : kind.pattern())
        .tag("status", Integer.toString(kind.status()))
        .register(registry);
  }

  /** All figures in the text format of Prometheus, version 0.0.4. */
  String scrape() {
    return registry.scrape();
  }
}

package org.colloque.federation.deliver;

/** Why something did not arrive, as far as a person must know it to act. */
public enum Trouble {
  /** The address may not be spoken to: not public, not https, or our own. */
  ADDRESS,
  /** The name of the server is not found. */
  NAME,
  /** No connection, or it was cut off. */
  CONNECTION,
  /** No secure connection: the certificate, or TLS itself. */
  CERTIFICATE,
  /** No answer in time. */
  TIME,
  /** The server asks for patience (408, 429, 503). */
  BUSY,
  /** The server has an error of its own (5xx). */
  ERROR,
  /** The server does not believe the signature (401). */
  SIGNATURE,
  /** The server does not take it (other 4xx, 501). */
  REFUSED,
  /** The server answers what no inbox should, a redirect for instance. */
  ANSWER,
  /** The inbox is gone (410). */
  GONE,
  /** Nothing of the kind: it could not be sent from here. */
  HERE,
  /** It is kept back here: the sender is suspended. */
  HELD;

  /** What an answer with this status that is not a success says. */
  static Trouble ofStatus(int status) {
    return switch (status) {
      case 401 -> SIGNATURE;
      case 408, 429, 503 -> BUSY;
      case 410 -> GONE;
      case 501 -> REFUSED;
      default -> status >= 500 ? ERROR : status >= 400 ? REFUSED : ANSWER;
    };
  }

  /** What a failed attempt says. */
  static Trouble ofFailure(Throwable failure) {
    return switch (failure) {
      case java.util.concurrent.TimeoutException _ -> TIME;
      case javax.net.ssl.SSLException _ -> CERTIFICATE;
      case java.security.cert.CertificateException _ -> CERTIFICATE;
      case java.net.UnknownHostException _ -> NAME;
      default -> failure.getClass().getSimpleName().contains("Timeout") ? TIME : CONNECTION;
    };
  }
}

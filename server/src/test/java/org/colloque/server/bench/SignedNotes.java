package org.colloque.server.bench;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.colloque.federation.signature.RequestSigner;
import org.colloque.federation.signature.Scheme;

/** Requests that carry a new post, signed before anything is measured. */
final class SignedNotes {
  private static final int TEXT = 500;

  private SignedNotes() {}

  /** {@code count} posts by all {@code signers} in turn, as Mastodon would write them. */
  static String[] requests(int port, List<RequestSigner> signers, String run, int count) {
    URI inbox = URI.create("http://localhost:" + port + "/inbox");
    String[] requests = new String[count];
    for (int number = 0; number < count; number++) {
      RequestSigner signer = signers.get(number % signers.size());
      String actor = signer.keyId().substring(0, signer.keyId().indexOf('#'));
      requests[number] = request(inbox, signer, create(actor, run + number));
    }
    return requests;
  }

  static String request(URI inbox, RequestSigner signer, String body) {
    StringBuilder text = new StringBuilder("POST ").append(inbox.getPath()).append(" HTTP/1.1\r\n");
    signer
        .post(inbox, body.getBytes(StandardCharsets.UTF_8), Scheme.CAVAGE)
        .forEach((name, value) -> text.append(name).append(": ").append(value).append("\r\n"));
    return text.append("Content-Type: application/activity+json\r\nContent-Length: ")
        .append(body.length())
        .append("\r\n\r\n")
        .append(body)
        .toString();
  }

  static String create(String actor, String number) {
    String note = actor + "/statuses/" + number;
    return String.format(
        Locale.ROOT,
        """
        {"@context":["https://www.w3.org/ns/activitystreams",{"ostatus":"http://ostatus.org#",\
        "atomUri":"ostatus:atomUri","inReplyToAtomUri":"ostatus:inReplyToAtomUri",\
        "conversation":"ostatus:conversation","sensitive":"as:sensitive",\
        "toot":"http://joinmastodon.org/ns#","votersCount":"toot:votersCount"}],\
        "id":"%1$s/activity","type":"Create","actor":"%2$s","published":"%3$s",\
        "to":["https://www.w3.org/ns/activitystreams#Public"],"cc":["%2$s/followers"],\
        "object":{"id":"%1$s","type":"Note","summary":null,"inReplyTo":null,"published":"%3$s",\
        "url":"%1$s","attributedTo":"%2$s","to":["https://www.w3.org/ns/activitystreams#Public"],\
        "cc":["%2$s/followers"],"sensitive":false,"atomUri":"%1$s","inReplyToAtomUri":null,\
        "content":"<p>%4$s</p>","contentMap":{"en":"<p>%4$s</p>"},"attachment":[],"tag":[],\
        "replies":{"id":"%1$s/replies","type":"Collection","first":{"type":"CollectionPage",\
        "next":"%1$s/replies?only_other_accounts=true&page=true","partOf":"%1$s/replies","items":[]}}}}\
        """,
        note,
        actor,
        Instant.now().truncatedTo(java.time.temporal.ChronoUnit.SECONDS),
        ("A case report from the ward, number " + number + ". ")
            .repeat(TEXT / 50)
            .substring(0, TEXT / 2));
  }
}

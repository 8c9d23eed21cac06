#!/usr/bin/env python3
"""Looks at a demonstration as its visitor does: the people and posts are there, with images; one browser is signed in on two
instances at once; what is posted on one comes to the home timeline of a follower on the other. Standard library only.

usage: demo_check.py OUTPUT INSTANCES      (the file with the output of the program, and how many instances it must name)
"""

import json
import re
import sys
import time
import urllib.parse
import urllib.request

from toot_login import Browser, consent

APP = "demo check"
SCOPES = "read write follow"
NO_REDIRECT = "urn:ietf:wg:oauth:2.0:oob"
PATIENCE_SECONDS = 60


def expect(condition, words):
    if not condition:
        raise SystemExit(words)


class Instance:
    def __init__(self, base, email, password):
        self.base, self.email, self.password, self.token = base, email, password, None

    def api(self, path, fields=None):
        request = urllib.request.Request(self.base + path, None if fields is None else json.dumps(fields).encode())
        request.add_header("Content-Type", "application/json")
        if self.token:
            request.add_header("Authorization", "Bearer " + self.token)
        with urllib.request.urlopen(request, timeout=60) as answer:
            return json.load(answer)

    def sign_in(self, browser):
        """By the consent page; the browser is signed in too."""
        app = self.api("/api/v1/apps", {"client_name": APP, "redirect_uris": NO_REDIRECT, "scopes": SCOPES})
        query = {"response_type": "code", "client_id": app["client_id"], "redirect_uri": NO_REDIRECT, "scope": SCOPES}
        address = self.base + "/oauth/authorize?" + urllib.parse.urlencode(query)
        code = consent(browser, address, APP, self.email, self.password)
        grant = {"grant_type": "authorization_code", "code": code, "redirect_uri": NO_REDIRECT}
        secret = {"client_id": app["client_id"], "client_secret": app["client_secret"]}
        self.token = self.api("/oauth/token", grant | secret)["access_token"]

    def handle(self):
        return self.api("/api/v1/accounts/verify_credentials")["username"] + "@" + self.base.split("//")[1]


def check_contents(instance):
    people = instance.api("/api/v2/instance")["usage"]["users"]["active_month"]
    posts = instance.api("/api/v1/timelines/public?local=true&limit=40")
    expect(people >= 10, f"{instance.base} has {people} people")
    expect(len(posts) >= 5, f"{instance.base} shows {len(posts)} posts")
    expect({"fr", "en"} <= {post["language"] for post in posts}, "posts in French and in English")
    expect(any(post["replies_count"] for post in posts), "threads")
    expect(any(post["tags"] for post in posts), "hashtags")
    images = [media for post in posts for media in post["media_attachments"]]
    expect(images and all(image["description"] for image in images), "images that are described")
    with urllib.request.urlopen(images[0]["preview_url"], timeout=60) as answer:
        expect(answer.headers.get_content_type().startswith("image/"), "an image is shown")
    print(f"{instance.base}: {people} people, {len(posts)} posts on the first page, {len(images)} images")


def check_pages(browser, instance):
    for path in ("/", "/about", "/home", "/@" + instance.email.split("@")[0]):
        page = browser.open(instance.base + path)
        expect(page.address.startswith(instance.base + path), f"{path} led to {page.address}")
    home = browser.open(instance.base + "/home")
    expect(home.forms and "<textarea" in home.text, f"no composer at {home.address}: not signed in?")


def sees(reader, words):
    end = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < end:
        if any(words in post["content"] for post in reader.api("/api/v1/timelines/home?limit=40")):
            return
        time.sleep(0.2)
    raise SystemExit(f"{reader.base} does not show: {words}")


def check_friends(one, two):
    for here, there in ((one, two), (two, one)):
        found = here.api("/api/v1/accounts/lookup?acct=" + there.handle())
        relation = here.api("/api/v1/accounts/relationships?id[]=" + found["id"])[0]
        expect(relation["following"] and relation["followed_by"], f"{here.base} and {there.base} follow each other")
        words = f"Seen from the other side, {time.time_ns()}"
        there.api("/api/v1/statuses", {"status": words})
        begin = time.monotonic()
        sees(here, words)
        print(f"from {there.base} to {here.base} in {time.monotonic() - begin:.1f} s")


def main(output, count):
    with open(output, encoding="utf-8") as file:
        invitations = re.findall(r"^  (http://\S+)  (\S+)  (\S+)$", file.read(), re.MULTILINE)
    expect(len(invitations) == count, f"{len(invitations)} instances are named")
    instances = [Instance(*invitation) for invitation in invitations]
    browser = Browser()
    for instance in instances:
        instance.sign_in(browser)
    for instance in instances:  # after all have signed in: no cookie has taken another's place
        check_contents(instance)
        check_pages(browser, instance)
    if count == 2:
        check_friends(*instances)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))

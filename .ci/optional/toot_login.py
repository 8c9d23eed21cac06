#!/usr/bin/env python3
"""Signs `toot` in through the real pages, as a person with a browser would: follows the address that toot prints, fills the
sign-in form, agrees on the consent page, and types the code that is shown. Standard library only.

usage: toot_login.py HOST EMAIL PASSWORD      (HOST as localhost:8080; toot is told to use plain http)
       toot_login.py --token HOST EMAIL PASSWORD      (prints a token to read, write and follow with, as an app gets it)
       toot_login.py --move HOST EMAIL PASSWORD HANDLE      (moves the account to that one, by the page)
       toot_login.py --set-up LINK USERNAME EMAIL PASSWORD      (the first visit of an instance)
       toot_login.py --picture FILE           (writes a small PNG)
"""

import http.cookiejar
import json
import re
import struct
import subprocess
import sys
import urllib.error
import urllib.parse
import urllib.request
import zlib
from html.parser import HTMLParser


OUT_OF_BAND = "urn:ietf:wg:oauth:2.0:oob"
SCOPES = "read write follow"


class Page(HTMLParser):
    """The forms of a page, and the fields outside of any form."""

    def __init__(self, address, text):
        super().__init__()
        self.address = address
        self.text = text
        self.forms = []
        self.loose = []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        field = dict(attributes)
        if tag == "form":
            self.forms.append({"action": field.get("action", ""), "method": field.get("method", "get"), "fields": []})
        elif tag in ("input", "button"):
            field["tag"] = tag
            open_form = self.forms and not self.forms[-1].get("closed")
            (self.forms[-1]["fields"] if open_form else self.loose).append(field)

    def handle_endtag(self, tag):
        if tag == "form" and self.forms:
            self.forms[-1]["closed"] = True

    def form_with(self, **wanted):
        for form in self.forms:
            for field in form["fields"]:
                if all(field.get(name) == value for name, value in wanted.items()):
                    return form
        raise SystemExit(f"no form with {wanted} at {self.address}:\n{self.text}")


class Browser:
    def __init__(self):
        self.cookies = http.cookiejar.CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.cookies))
        self.opener.addheaders = [("Accept", "text/html"), ("Accept-Language", "en"), ("User-Agent", "toot-check")]

    def open(self, address, data=None):
        try:
            with self.opener.open(address, data, timeout=60) as answer:
                return Page(answer.geturl(), answer.read().decode())
        except urllib.error.HTTPError as refusal:
            raise SystemExit(f"{refusal.code} at {refusal.geturl()}:\n{refusal.read().decode()}") from None

    def submit(self, page, form, **filled):
        values = {}
        for field in form["fields"]:
            chosen = field.get("type") not in ("checkbox", "radio") or "checked" in field
            if field["tag"] == "input" and field.get("name") and chosen:
                values[field["name"]] = field.get("value") or ""
        values.update(filled)
        target = urllib.parse.urljoin(page.address, form["action"])
        encoded = urllib.parse.urlencode(values)
        if form["method"].lower() == "get":
            return self.open(target + "?" + encoded)
        return self.open(target, encoded.encode())


def consent(browser, address, app, email, password):
    """The code that the instance shows after sign-in and consent."""
    page = browser.open(address)
    sign_in = page.form_with(type="password")
    page = browser.submit(page, sign_in, email=email, password=password)
    if app not in page.text:
        raise SystemExit(f"the consent page does not name the app:\n{page.text}")
    page = browser.submit(page, page.form_with(name="decision", value="allow"), decision="allow")
    for field in page.loose:
        if field.get("readonly", "no") != "no" and field.get("value"):
            return field["value"]
    raise SystemExit(f"no code is shown at {page.address}:\n{page.text}")


def set_up(link, username, email, password):
    browser = Browser()
    page = browser.open(link)
    form = page.form_with(type="password")
    page = browser.submit(page, form, title="Toot", username=username, email=email, password=password)
    if not list(browser.cookies):
        raise SystemExit(f"the set-up did not sign its owner in:\n{page.text}")


def token(host, email, password):
    form = {"client_name": "Check", "redirect_uris": OUT_OF_BAND, "scopes": SCOPES}
    app = post(f"http://{host}/api/v1/apps", form)
    asked = {"response_type": "code", "client_id": app["client_id"], "redirect_uri": OUT_OF_BAND, "scope": SCOPES}
    address = f"http://{host}/oauth/authorize?{urllib.parse.urlencode(asked)}"
    code = consent(Browser(), address, "Check", email, password)
    keys = {"client_id": app["client_id"], "client_secret": app["client_secret"], "redirect_uri": OUT_OF_BAND}
    print(post(f"http://{host}/oauth/token", {"grant_type": "authorization_code", "code": code, **keys})["access_token"])


def move(host, email, password, handle):
    browser = Browser()
    page = browser.open(f"http://{host}/settings/move")
    page = browser.submit(page, page.form_with(type="password"), email=email, password=password)
    page = browser.submit(page, page.form_with(name="target"), target=handle, current_password=password)
    if handle.lstrip("@") not in page.text or any(field.get("name") == "target" for form in page.forms for field in form["fields"]):
        raise SystemExit(f"the account has not moved:\n{page.text}")


def post(address, form):
    with urllib.request.urlopen(address, urllib.parse.urlencode(form).encode(), timeout=60) as answer:
        return json.load(answer)


def login(host, email, password):
    toot = subprocess.Popen(
        ["toot", "login", "--instance", host, "--disable-https"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1
    )
    seen = []
    for line in toot.stdout:
        seen.append(line)
        address = re.search(r"http://\S+/oauth/authorize\S*", line)
        if address:
            break
    else:
        raise SystemExit("toot printed no address:\n" + "".join(seen))
    code = consent(Browser(), address.group(0), "toot", email, password)
    # no browser is to be opened; then the code
    rest, _ = toot.communicate(f"n\n{code}\n", timeout=60)
    if toot.returncode != 0 or "Successfully logged in" not in rest:
        raise SystemExit("toot did not sign in:\n" + "".join(seen) + rest)
    print(f"signed in at {host}")


def picture(path, width=320, height=200):
    rows = b"".join(
        b"\0" + b"".join(bytes((x * 255 // width, y * 255 // height, 120)) for x in range(width)) for y in range(height)
    )

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    with open(path, "wb") as file:
        file.write(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))


if __name__ == "__main__":
    if sys.argv[1] == "--picture":
        picture(sys.argv[2])
    elif sys.argv[1] == "--token":
        token(*sys.argv[2:5])
    elif sys.argv[1] == "--move":
        move(*sys.argv[2:6])
    elif sys.argv[1] == "--set-up":
        set_up(*sys.argv[2:6])
    else:
        login(*sys.argv[1:4])

"""Whether a page of f4s-report is what it promises: valid HTML, self-contained, accessible as far as markup tells.

    check_page.py PAGE.html      prints what is wrong, a line each; nothing, where all is well

html5lib, where it is there, parses it strictly; else Python's own parser looks for elements that are not closed.
"""

import re
import sys
from html.parser import HTMLParser

VOID = {"meta", "link", "img", "input", "br", "hr"}


class Page(HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.stack, self.wrong, self.ids, self.links, self.uses, self.levels = [], [], [], [], [], []
        self.labels, self.inputs = set(), []

    def handle_startendtag(self, tag, attributes):
        self.look_at(tag, dict(attributes))

    def handle_starttag(self, tag, attributes):
        self.look_at(tag, dict(attributes))
        if tag not in VOID:
            self.stack.append(tag)

    def handle_endtag(self, tag):
        if not self.stack or self.stack.pop() != tag:
            self.wrong.append(f"</{tag}> at {self.getpos()} closes another element")

    def look_at(self, tag, attributes):
        if "id" in attributes:
            self.ids.append(attributes["id"])
        for name, value in attributes.items():
            if name.startswith("on"):
                self.wrong.append(f"<{tag}> has {name}")
            if name in ("src", "href", "xlink:href", "action", "data", "poster", "srcset"):
                if value.startswith("#"):
                    (self.uses if tag == "use" else self.links).append(value[1:])
                elif not value.startswith("data:"):
                    self.wrong.append(f"<{tag}> refers to {value[:60]}")
        if tag == "img" and not attributes.get("alt"):
            self.wrong.append("an image without a text in its place")
        if tag == "svg" and not (attributes.get("aria-label") or attributes.get("aria-hidden") == "true"):
            self.wrong.append("a drawing without a name")
        if tag == "label":
            self.labels.add(attributes.get("for"))
        if tag == "input":
            self.inputs.append(attributes)
        if re.fullmatch("h[1-6]", tag):
            self.levels.append(int(tag[1]))

    def finish(self):
        if self.stack:
            self.wrong.append(f"not closed: {self.stack}")
        for name in {name for name in self.ids if self.ids.count(name) > 1}:
            self.wrong.append(f"the id {name} stands twice")
        for name in set(self.links + self.uses) - set(self.ids):
            self.wrong.append(f"a link to #{name}, which is not there")
        if self.levels[:1] != [1] or self.levels.count(1) != 1:
            self.wrong.append("there is not one h1, first")
        for above, level in zip(self.levels, self.levels[1:]):
            if level > above + 1:
                self.wrong.append(f"h{level} follows h{above}")
        for one in self.inputs:
            if not (one.get("aria-label") or one.get("id") in self.labels):
                self.wrong.append("an input without a name")


def main():
    text = open(sys.argv[1], encoding="utf-8").read()
    page = Page()
    page.feed(text)
    page.close()
    page.finish()
    wrong = page.wrong
    if re.search(r"url\(|@import|https?://(?!www\.w3\.org/2000/svg)", re.sub(r"<pre.*?</pre>", "", text, flags=re.S)):
        wrong.append("style, script or text with an address outside")
    if text.count("<script") != 1:
        wrong.append(f"{text.count('<script')} scripts")
    try:
        import html5lib

        html5lib.HTMLParser(strict=True).parse(text)
    except ImportError:
        pass
    except Exception as error:  # html5lib's own kinds are not exported
        wrong.append(f"html5lib: {error}")
    print("\n".join(wrong), end="\n" if wrong else "")


main()

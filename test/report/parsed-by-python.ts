/** A page by a parser that shares no code with what made it. */
import { runPython } from "../python.js";

const program = `
import sys
from html.parser import HTMLParser
void = {"meta", "link", "br", "img", "hr", "input", "col", "wbr"}
class Page(HTMLParser):
    open, text = [], ""
    def handle_starttag(self, tag, attributes):
        if tag not in void: self.open.append(tag)
    def handle_endtag(self, tag):
        assert self.open.pop() == tag, tag
    def handle_startendtag(self, tag, attributes): pass
    def handle_data(self, data): self.text += data
page = Page()
page.feed(sys.stdin.buffer.read().decode("utf-8")); page.close()
assert page.open == [], page.open
print(page.text)`;

/**
 * The text of a page, by Python's html.parser.
 *
 * @throws where an element is not closed, or not in its order
 */
export const textByPython = (html: string): string => runPython(program, [], html);

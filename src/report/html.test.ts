import { expect, test } from "vitest";
import { html, scriptJson } from "./html.js";

test("what is put into a template is text, unless it is HTML", () => {
  const evil = `<b title="x">'&'</b>`;
  expect(html`<p title="${evil}">${evil}</p>`.html).toBe(
    `<p title="&#60;b title=&#34;x&#34;&#62;&#39;&#38;&#39;&#60;/b&#62;">&#60;b title=&#34;x&#34;&#62;&#39;&#38;&#39;&#60;/b&#62;</p>`,
  );
  expect(html`<ul>${["a", "<"].map((one) => html`<li>${one}</li>`)}</ul>${null}${undefined}${false}${0}`.html).toBe(
    "<ul><li>a</li><li>&#60;</li></ul>0",
  );
});

test("characters that XML cannot hold are shown as escapes, and others are kept", () => {
  expect(html`${"a\u0000\ud800b×😀\n"}`.html).toBe("a\\u0000\\ud800b×😀\n");
});

test("JSON in a script element cannot end it, and is the same JSON", () => {
  const value = { text: "</script><!--\u2028" };
  const { html: text } = scriptJson(value);
  expect(text).not.toMatch(/[<>]/);
  expect(JSON.parse(text)).toEqual(value);
});

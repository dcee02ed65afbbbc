import DOMPurify from 'dompurify';
import { describe, expect, it } from 'vitest';
import { toHtml } from './markdown';

describe('Markdown', () => {
  it.each([
    ['**bold** and *slanted* and `code`', '<p><strong>bold</strong> and <em>slanted</em> and <code>code</code></p>'],
    ['one\ntwo\n\nthree', '<p>one<br>two</p><p>three</p>'],
    ['# Title', '<h3>Title</h3>'],
    ['- a\n- b\n  - c\n- d', '<ul><li>a</li><li>b<ul><li>c</li></ul></li><li>d</li></ul>'],
    ['1. a\n2. b', '<ol><li>a</li><li>b</li></ol>'],
    ['- [x] done\n- [ ] open', '<ul><li>☑ done</li><li>☐ open</li></ul>'],
    ['```\n<b>\n```', '<pre><code>&lt;b&gt;</code></pre>'],
    ['> said', '<blockquote><p>said</p></blockquote>'],
    ['a\n\n---\n\nb', '<p>a</p><hr><p>b</p>'],
    ['[name](https://example.com/a_b_c)', '<p><a href="https://example.com/a_b_c">name</a></p>'],
    ['see https://example.com/x.', '<p>see <a href="https://example.com/x">https://example.com/x</a>.</p>'],
    ['snake_case_name and 2*3*4', '<p>snake_case_name and 2*3*4</p>'],
  ])('%s', (source, html) => {
    expect(toHtml(source)).toBe(html);
  });

  it.each(['<img src=x onerror=alert(1)>', '[x](javascript:alert(1))', '[x](https://a" onmouseover="alert(1))', '`<script>`', '**<b onclick=x>**'])('lets nothing in: %s', (source) => {
    const html = toHtml(source);
    const box = document.createElement('div');
    box.innerHTML = html;
    expect(box.querySelector('script,img,[onerror],[onclick],[onmouseover],a[href^="javascript"]')).toBeNull();
    expect(DOMPurify.sanitize(html).replaceAll('"', '')).toBe(html.replaceAll('&quot;', '').replaceAll('"', ''));
  });

  it('survives quotes within quotes within quotes', () => {
    expect(toHtml('>'.repeat(100_000)).match(/<blockquote>/g)?.length).toBeLessThan(12);
  });
});

// Descriptions are Markdown without a rendered form from the server. This small renderer knows what people write in
// tasks; everything is escaped first, and MarkdownView sanitises the result once more.

const escape = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

const safe = (url: string): boolean => /^(https?:\/\/|mailto:|\/|#)/i.test(url);

/** Emphasis, code and links within a line. */
function inline(source: string): string {
  const kept: string[] = [];
  const keep = (html: string): string => `\u0000${kept.push(html) - 1}\u0000`;
  const link = (text: string, url: string): string => keep(`<a href="${url}">${text}</a>`);
  return escape(source.replaceAll('\u0000', ''))
    .replace(/(`+)(.+?)\1/g, (_, _ticks, code: string) => keep(`<code>${code.trim()}</code>`))
    .replace(/\[([^\]]+)\]\(([^()\s]+(?:\([^()\s]*\))?)\)/g, (all, text: string, url: string) => (safe(url) ? link(text, url) : all))
    .replace(/https?:\/\/(?:(?!&(?:quot|lt|gt);)[^\s<])*[^\s<.,;:!?)'"&]/g, (url) => link(url, url))
    .replace(/(\*\*|__)(?=\S)(.+?)(?<=\S)\1/g, '<strong>$2</strong>')
    .replace(/(?<![\w*])\*(?=\S)(.+?)(?<=\S)\*(?!\w)/g, '<em>$1</em>')
    .replace(/(?<![\w_])_(?=\S)(.+?)(?<=\S)_(?!\w)/g, '<em>$1</em>')
    .replace(/~~(?=\S)(.+?)(?<=\S)~~/g, '<del>$1</del>')
    .replace(/\u0000(\d+)\u0000/g, (_, at: string) => kept[Number(at)] ?? '');
}

const item = /^(\s*)([-*+]|\d{1,9}[.)])\s+(.*)$/;

interface Lines {
  list: string[];
  at: number;
  /** Quotes within quotes. */
  depth: number;
}

const deepest = 8;

/** List items of one indentation, with what is indented deeper inside them. */
function list(lines: Lines): string {
  const first = item.exec(lines.list[lines.at] ?? '');
  const indent = first?.[1]?.length ?? 0;
  const tag = /\d/.test(first?.[2] ?? '') ? 'ol' : 'ul';
  let html = '';
  for (let match = first; match && match[1] !== undefined; match = item.exec(lines.list[lines.at] ?? '')) {
    if (match[1].length < indent || /\d/.test(match[2] ?? '') !== (tag === 'ol')) break;
    if (match[1].length > indent + 1) {
      html = html.replace(/<\/li>$/, '') + list(lines) + '</li>';
      continue;
    }
    const task = /^\[([ xX])\]\s+(.*)$/.exec(match[3] ?? '');
    const box = task ? (task[1] === ' ' ? '☐ ' : '☑ ') : '';
    html += `<li>${box}${inline(task?.[2] ?? match[3] ?? '')}</li>`;
    lines.at++;
  }
  return `<${tag}>${html}</${tag}>`;
}

function fence(lines: Lines, mark: string): string {
  const code: string[] = [];
  for (lines.at++; lines.at < lines.list.length; lines.at++) {
    const line = lines.list[lines.at] ?? '';
    if (line.trim().startsWith(mark)) break;
    code.push(line);
  }
  lines.at++;
  return `<pre><code>${escape(code.join('\n'))}</code></pre>`;
}

function quote(lines: Lines): string {
  const inside: string[] = [];
  for (; /^\s*>/.test(lines.list[lines.at] ?? ''); lines.at++) inside.push((lines.list[lines.at] ?? '').replace(lines.depth < deepest ? /^\s*> ?/ : /^[\s>]+/, ''));
  return `<blockquote>${toHtml(inside.join('\n'), lines.depth + 1)}</blockquote>`;
}

const block = /^(\s*(```|~~~|>)|#{1,6}\s|\s*([-*+]|\d{1,9}[.)])\s+|\s*(\*\s*\*\s*\*|-\s*-\s*-)[-*\s]*$)/;

function paragraph(lines: Lines): string {
  const text: string[] = [];
  do text.push((lines.list[lines.at++] ?? '').trim());
  while (lines.at < lines.list.length && lines.list[lines.at]?.trim() && !block.test(lines.list[lines.at] ?? ''));
  return `<p>${text.map(inline).join('<br>')}</p>`;
}

const rule = /^\s*(\*\s*\*\s*\*|-\s*-\s*-)[-*\s]*$/;

/** The title of the task is the heading above; texts begin at the third level. */
function heading(lines: Lines, level: number, text: string): string {
  lines.at++;
  const tag = `h${Math.min(6, 2 + level)}`;
  return `<${tag}>${inline(text)}</${tag}>`;
}

function next(lines: Lines): string {
  const line = lines.list[lines.at] ?? '';
  const opened = /^\s*(```|~~~)/.exec(line)?.[1];
  const title = /^(#{1,6})\s+(.*?)\s*#*$/.exec(line);
  if (opened) return fence(lines, opened);
  if (title) return heading(lines, title[1]?.length ?? 1, title[2] ?? '');
  if (/^\s*>/.test(line)) return quote(lines);
  if (line.trim() !== '' && !rule.test(line)) return item.test(line) ? list(lines) : paragraph(lines);
  lines.at++;
  return line.trim() === '' ? '' : '<hr>';
}

/** HTML of a Markdown text. */
export function toHtml(markdown: string, depth = 0): string {
  const lines: Lines = { list: markdown.replace(/\r\n?/g, '\n').split('\n'), at: 0, depth };
  let html = '';
  while (lines.at < lines.list.length) html += next(lines);
  return html;
}

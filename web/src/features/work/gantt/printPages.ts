// The chart on paper, or as a PDF of lines and letters: pages of drawings that stand in for the page while it is printed.
import i18n from '@/i18n';
import { formatLongDay, today } from '@/lib/format';
import { readColors, type Colors } from './chart/colors';
import { paint } from './chart/paint';
import { cutsOf, footHeight, namesWidth, pageRow, sceneOn, titleHeight, type Cuts, type PageCut, type Paper, type Width } from './chart/pages';
import { font, headHeight, type Scene } from './chart/scene';
import { SvgPen } from './chart/svgPen';
import { dayText, endText } from './texts';

/** The columns at the left: where they begin. */
const columns = { key: 0, title: 66, start: 232, end: 320 } as const;
const indent = 8;
/** What the span of time takes at the right of the title. */
const spanWidth = 200;
/** As many letters as there is room for. */
const cut = (text: string, width: number, letter = 6.1): string => {
  const most = Math.max(4, Math.floor(width / letter));
  return text.length > most ? `${text.slice(0, most - 1)}…` : text;
};

/** Paper is white, whatever the screen is. */
function paperColors(): Colors {
  const root = document.documentElement;
  const { theme } = root.dataset;
  root.dataset.theme = 'light';
  const colors = readColors(root);
  if (theme) root.dataset.theme = theme;
  else delete root.dataset.theme;
  return colors;
}

export function drawPage(scene: Scene, title: string, cuts: Cuts, at: number): string {
  const page = cuts.pages[at];
  if (!page) return '';
  const picture = sceneOn(scene, cuts, page);
  const frame = new SvgPen(`p${at}f`);
  paintNames(frame, picture, page);
  paintTitle(frame, picture, title, cuts, at);
  const chart = new SvgPen(`p${at}c`);
  paint(chart, picture);
  const inner = `<svg x="${namesWidth}" y="${titleHeight}" width="${picture.width}" height="${picture.height}">${chart.inside()}</svg>`;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${cuts.width} ${cuts.height}">${frame.inside()}${inner}</svg>`;
}

function paintTitle(pen: SvgPen, { colors, chart }: Scene, title: string, { width, height, pages }: Cuts, at: number): void {
  const t = i18n.getFixedT(null, 'gantt');
  pen.textBaseline = 'middle';
  pen.fillStyle = colors.text;
  pen.font = font(16, 600);
  pen.fillText(cut(title, width - spanWidth, 9), 0, titleHeight / 2 - 2);
  pen.font = font(11);
  pen.fillStyle = colors.muted;
  pen.textAlign = 'right';
  pen.fillText(t('pages.span', { from: dayText(chart.from), until: endText(chart.to) }), width, titleHeight / 2 - 2);
  pen.textAlign = 'left';
  pen.fillText(t('pages.printed', { day: formatLongDay(today(chart.timeZone)) }), 0, height - footHeight / 2);
  pen.textAlign = 'center';
  pen.fillText(t('pages.of', { page: at + 1, count: pages.length }), width / 2, height - footHeight / 2);
  pen.textAlign = 'left';
}

/** Key, name and dates of each line, with their heading. */
function paintNames(pen: SvgPen, { rows, colors, height }: Scene, page: PageCut): void {
  const t = i18n.getFixedT(null, 'work');
  pen.textBaseline = 'middle';
  pen.fillStyle = colors.muted;
  pen.font = font(11, 550);
  const head = titleHeight + headHeight - 12;
  for (const name of ['key', 'title', 'start', 'end'] as const) pen.fillText(t(`field.${name}`), columns[name], head);
  pen.fillStyle = colors.line;
  pen.fillRect(0, titleHeight + headHeight - 1, namesWidth, 1);
  pen.fillRect(namesWidth - 1, titleHeight, 1, height);
  for (let line = 0; line < page.rows; line++) {
    const bar = rows.shown[page.row + line];
    if (!bar) continue;
    const top = titleHeight + headHeight + line * pageRow;
    const middle = top + pageRow / 2;
    const inset = Math.min(bar.depth, 6) * indent;
    pen.font = font(11);
    pen.fillStyle = colors.muted;
    pen.fillText(cut(bar.key, columns.title), columns.key, middle);
    if (bar.dated) {
      pen.fillText(dayText(bar.start), columns.start, middle);
      pen.fillText(endText(bar.end), columns.end, middle);
    }
    pen.fillStyle = colors.text;
    pen.font = font(11, bar.kind === 'summary' ? 600 : 400);
    pen.fillText(cut(bar.title, columns.start - columns.title - inset - 6), columns.title + inset, middle);
    pen.fillStyle = colors.line;
    pen.fillRect(0, top + pageRow - 1, namesWidth, 1);
  }
}

/** Opens the browser's print dialog on the pages; from there they go to paper or into a PDF. */
export function printPages(scene: Scene, title: string, paper: Paper, wide: Width): void {
  const cuts = cutsOf(scene, paper, wide);
  const light: Scene = { ...scene, colors: paperColors() };
  const sheet = document.createElement('div');
  sheet.className = `print-sheet print-${paper}`;
  const parser = new DOMParser();
  cuts.pages.forEach((_page, at) => {
    const drawn = parser.parseFromString(drawPage(light, title, cuts, at), 'image/svg+xml').documentElement;
    sheet.append(document.importNode(drawn, true));
  });
  document.body.append(sheet);
  const was = document.title;
  // What a PDF is called when it is saved.
  document.title = title;
  const done = () => {
    document.title = was;
    sheet.remove();
  };
  addEventListener('afterprint', done, { once: true });
  print();
}

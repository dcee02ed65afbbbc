// What stands over the calendar: which time it shows, and how to turn the page.
import { getISOWeek, parseISO } from 'date-fns';
import { ChevronLeft, ChevronRight, PanelRight } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Day } from '@/api/types';
import { cx } from '@/lib/cx';
import { locale } from '@/lib/format';
import { Button, IconButton } from '@/ui/Button';
import { turned, type SpanName } from './weeks';

interface CalendarToolsProps {
  day: Day;
  span: SpanName;
  weekStart: number;
  days: readonly Day[];
  onShow: (day: Day | undefined) => void;
  onSpan: (span: SpanName) => void;
  /** Whether the tray is open; null where it stands below. */
  tray: boolean | null;
  onTray: () => void;
  waiting: string;
}

export function titleOf(day: Day, span: SpanName, days: readonly Day[]): string {
  if (span === 'month') return new Intl.DateTimeFormat(locale(), { month: 'long', year: 'numeric' }).format(parseISO(day));
  const [first, last] = [parseISO(days[0] ?? day), parseISO(days.at(-1) ?? day)];
  return new Intl.DateTimeFormat(locale(), { day: 'numeric', month: 'short', year: 'numeric' }).formatRange(first, last);
}

export function CalendarTools({ day, span, weekStart, days, onShow, onSpan, tray, onTray, waiting }: CalendarToolsProps) {
  const { t } = useTranslation('calendar');
  return (
    <div role="toolbar" aria-label={t('tools')} className="flex min-h-10 shrink-0 flex-wrap items-center gap-x-2 gap-y-1 border-b px-2 py-1 sm:px-3">
      <h2 className="nums mr-auto flex min-w-0 items-baseline gap-2 px-1 text-base" aria-live="polite">
        <span className="truncate">{titleOf(day, span, days)}</span>
        {span === 'week' && weekStart === 1 && <span className="shrink-0 text-sm font-normal text-muted">{t('week', { number: getISOWeek(parseISO(days[0] ?? day)) })}</span>}
      </h2>
      <div className="flex items-center">
        <IconButton size="sm" label={t(`previous.${span}`)} onClick={() => onShow(turned(day, span, -1))}>
          <ChevronLeft />
        </IconButton>
        <Button kind="ghost" size="sm" onClick={() => onShow(undefined)}>
          {t('today')}
        </Button>
        <IconButton size="sm" label={t(`next.${span}`)} onClick={() => onShow(turned(day, span, 1))}>
          <ChevronRight />
        </IconButton>
      </div>
      <div role="group" aria-label={t('span.label')} className="flex rounded-md border border-line-strong p-px">
        {(['month', 'week'] as const).map((name) => (
          <button
            key={name}
            type="button"
            aria-pressed={span === name}
            onClick={() => onSpan(name)}
            className={cx('h-6 rounded-sm px-2 text-sm', span === name ? 'bg-selected font-medium text-text' : 'text-muted hover:text-text')}
          >
            {t(`span.${name}`)}
          </button>
        ))}
      </div>
      {tray !== null && (
        <Button kind="ghost" size="sm" aria-pressed={tray} onClick={onTray} className={tray ? 'bg-selected text-text' : ''}>
          <PanelRight className="size-4" aria-hidden="true" />
          {t('tray.button', { count: waiting })}
        </Button>
      )}
    </div>
  );
}

// Gives the hours of a day to others. The other days from Monday to Friday are chosen from the start.
import { Copy } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Weekday } from '@/api/types';
import { Button, IconButton } from '@/ui/Button';
import { Checkbox } from '@/ui/Checkbox';
import { Popover } from '@/ui/Popover';
import { weekdays } from './days';
import { weekdayName } from './texts';

const workweek = 5;

export function CopyDays({ day, onCopy }: { day: Weekday; onCopy: (to: readonly Weekday[]) => void }) {
  const { t } = useTranslation('worktime');
  const others = weekdays.filter((other) => other !== day);
  const usual = weekdays.slice(0, workweek).filter((other) => other !== day);
  const [open, setOpen] = useState(false);
  const [chosen, setChosen] = useState<readonly Weekday[]>(usual);
  const show = (next: boolean) => {
    if (next) setChosen(usual);
    setOpen(next);
  };
  const title = t('week.copyTitle', { day: weekdayName(day) });
  return (
    <Popover
      label={title}
      align="end"
      open={open}
      onOpenChange={show}
      trigger={
        <IconButton size="sm" label={t('week.copy', { day: weekdayName(day) })}>
          <Copy />
        </IconButton>
      }
    >
      <form
        className="flex w-48 flex-col gap-2"
        onSubmit={(event) => {
          event.preventDefault();
          onCopy(chosen);
          setOpen(false);
        }}
      >
        <p className="text-sm font-medium">{title}</p>
        {others.map((other) => (
          <Checkbox
            key={other}
            label={weekdayName(other)}
            checked={chosen.includes(other)}
            onChange={(checked) => setChosen(checked ? [...chosen, other] : chosen.filter((one) => one !== other))}
          />
        ))}
        <Button type="submit" kind="primary" size="sm" className="mt-1" disabled={chosen.length === 0}>
          {t('week.copyAction')}
        </Button>
      </form>
    </Popover>
  );
}

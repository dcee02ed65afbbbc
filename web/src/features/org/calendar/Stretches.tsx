// The stretches of work of one day: times that are typed, one more, one less; below them the first thing that is wrong.
import { Plus, X } from 'lucide-react';
import { useEffect, useId, useRef, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { IconButton } from '@/ui/Button';
import { hoursFault, parseTime, shiftTime, timeText, withAnother, type TypedStretch } from './hours';
import { useHoursFaultText } from './texts';

interface StretchesProps {
  /** The name of the day, for screen readers. */
  day: string;
  hours: readonly TypedStretch[];
  onChange: (hours: TypedStretch[]) => void;
  disabled?: boolean;
}

export function Stretches({ day, hours, onChange, disabled = false }: StretchesProps) {
  const { t } = useTranslation('worktime');
  const faultText = useHoursFaultText();
  const id = useId();
  const fault = hoursFault(hours);
  const change = (key: string, part: 'from' | 'to', text: string) => onChange(hours.map((one) => (one.key === key ? { ...one, [part]: text } : one)));
  const isWrong = (one: TypedStretch, part: 'from' | 'to') =>
    fault?.key === one.key && (fault.code !== 'time' || (parseTime(one[part]) === null && one[part] === fault.text));
  return (
    <div className="min-w-0">
      <div className="flex flex-wrap items-center gap-x-2 gap-y-1.5">
        {hours.map((one, index) => {
          const time = (part: 'from' | 'to') => (
            <TimeInput
              label={t(`week.${part}`, { day, number: index + 1 })}
              value={one[part]}
              invalid={isWrong(one, part)}
              describedBy={`${id}fault`}
              disabled={disabled}
              onChange={(text) => change(one.key, part, text)}
            />
          );
          return (
            <span key={one.key} className="flex items-center gap-1">
              {time('from')}
              <span aria-hidden="true" className="text-faint">
                –
              </span>
              {time('to')}
              {!disabled && (
                <IconButton size="sm" label={t('week.remove', { day, from: one.from, to: one.to })} onClick={() => onChange(hours.filter(({ key }) => key !== one.key))}>
                  <X />
                </IconButton>
              )}
            </span>
          );
        })}
        {!disabled && (
          <IconButton size="sm" label={t('week.add', { day })} onClick={() => onChange(withAnother(hours))}>
            <Plus />
          </IconButton>
        )}
      </div>
      {fault && (
        <p id={`${id}fault`} role="alert" className="mt-1 text-sm text-danger">
          {faultText(fault)}
        </p>
      )}
    </div>
  );
}

interface TimeInputProps {
  label: string;
  value: string;
  onChange: (text: string) => void;
  invalid: boolean;
  describedBy: string;
  disabled: boolean;
}

const quarter = 15;
const hour = 60;

/** Takes what is typed when it is left or Enter is pressed, so that half a time is no fault. */
function TimeInput({ label, value, onChange, invalid, describedBy, disabled }: TimeInputProps) {
  const input = useRef<HTMLInputElement>(null);
  const [text, setText] = useState<string | null>(null);
  useEffect(() => {
    // What is typed after a step replaces it, as it does when the field is entered.
    if (document.activeElement === input.current) input.current?.select();
  }, [value]);
  const take = (next: string) => {
    const at = parseTime(next);
    setText(null);
    onChange(at === null ? next : timeText(at));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowUp: 1, ArrowDown: -1 }[event.key];
    if (event.key === 'Enter') take(text ?? value);
    else if (event.key === 'Escape' && text !== null) setText(null);
    else if (step && !event.altKey) take(shiftTime(text ?? value, step * (event.shiftKey ? hour : quarter)));
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <input
      ref={input}
      aria-label={label}
      aria-invalid={invalid}
      aria-describedby={invalid ? describedBy : undefined}
      value={text ?? value}
      disabled={disabled}
      maxLength={9}
      autoComplete="off"
      placeholder="08:00"
      onChange={(event) => setText(event.target.value)}
      onBlur={() => text !== null && take(text)}
      onFocus={(event) => event.target.select()}
      onKeyDown={onKeyDown}
      className="control nums h-7 w-[52px] px-1 text-center"
    />
  );
}

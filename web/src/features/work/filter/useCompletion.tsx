// The list of what can come next in a filter: open while one types, moved in by the arrows, taken from by Enter and Tab.
import { useId, useLayoutEffect, useRef, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { FilterField } from './fields';
import { optionId, SuggestionList } from './SuggestionList';
import { useSuggestions, type Suggestion } from './useSuggestions';

/** Completes the word at the caret of a text field. */
export function useCompletion(text: string, fields: readonly FilterField[], field: { current: HTMLTextAreaElement | null }, onText: (text: string) => void) {
  const { t } = useTranslation('work');
  const id = useId();
  const mark = useRef<HTMLSpanElement>(null);
  const [caret, setCaret] = useState(0);
  const [typing, setTyping] = useState(false);
  const [at, setAt] = useState<number | null>(null);
  const [spot, setSpot] = useState({ left: 0, top: 0 });
  const { place, found } = useSuggestions(text, caret, fields);
  const open = typing && found.length > 0;
  // The best fit of a word that was begun; before a word Enter still applies the filter.
  const active = at ?? (place?.typed ? 0 : -1);
  const from = place?.from ?? 0;
  useLayoutEffect(() => {
    const span = mark.current;
    if (open && span) setSpot({ left: span.offsetLeft, top: span.offsetTop + 24 });
  }, [open, from]);
  const next = useRef<number | null>(null);
  useLayoutEffect(() => {
    if (next.current === null) return;
    field.current?.setSelectionRange(next.current, next.current);
    next.current = null;
  });
  const close = () => setTyping(false);
  const onCaret = (position: number, typed = false) => {
    if (typed) setTyping(true);
    if (typed || position !== caret) setAt(null);
    setCaret(position);
  };
  const pick = ({ text: chosen }: Suggestion) => {
    if (!place) return;
    const after = text.slice(place.to);
    const gap = chosen.endsWith('(') || /^[\s),]/.test(after) ? '' : ' ';
    onText(text.slice(0, place.from) + chosen + gap + after);
    next.current = place.from + chosen.length + gap.length;
    onCaret(next.current, true);
  };
  const onKey = (event: KeyboardEvent): boolean => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step === 1 && !open && found.length > 0) {
      setTyping(true);
      return true;
    }
    if (!open) return false;
    const chosen = found[active === -1 && event.key === 'Tab' ? 0 : active];
    if (step) setAt(active === -1 && step === -1 ? found.length - 1 : (active + step + found.length) % found.length);
    else if (event.key === 'Escape') close();
    else if (chosen && ((event.key === 'Enter' && !event.shiftKey) || (event.key === 'Tab' && !event.shiftKey && place?.typed))) pick(chosen);
    else return false;
    return true;
  };
  const aria = {
    'aria-autocomplete': 'list',
    'aria-haspopup': 'listbox',
    'aria-controls': open ? id : undefined,
    'aria-activedescendant': open && active >= 0 ? optionId(id, active) : undefined,
  } as const;
  const list = open && <SuggestionList id={id} label={t('filter.suggestions')} found={found} active={active} {...spot} onPick={pick} />;
  return { aria, list, mark, from, onCaret, onKey, close };
}

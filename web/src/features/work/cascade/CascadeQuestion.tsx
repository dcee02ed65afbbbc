// Before a change moves many other tasks: what would move, and whether it shall. Stands once in the frame of an
// organization; the writes ask through `onLargeCascade` and wait for the answer.
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { toast } from 'sonner';
import { onLargeCascade, type Difference } from '@/api/cascade';
import { formatNumber } from '@/lib/format';
import { later } from '@/lib/later';

const CascadeWindow = later(() => import('./CascadeWindow').then((m) => m.CascadeWindow));

interface Question {
  moved: readonly Difference[];
  answer: (agreed: boolean) => void;
  written: Promise<void>;
}

/** What is done sooner needs no word that it is under way. */
const soon = 400;

/** Tells what is under way until it has ended. */
function tell(text: string, ended: Promise<void>): void {
  let shown: string | number | undefined;
  const timer = setTimeout(() => {
    shown = toast.loading(text);
  }, soon);
  void ended.then(() => {
    clearTimeout(timer);
    if (shown !== undefined) toast.dismiss(shown);
  });
}

export function CascadeQuestion() {
  const { t } = useTranslation('gantt');
  const [question, setQuestion] = useState<Question | null>(null);
  useEffect(() => {
    let open: Question | null = null;
    const silence = onLargeCascade(
      (moved, written) =>
        new Promise((resolve) => {
          open = { moved, answer: resolve, written };
          setQuestion(open);
        }),
    );
    return () => {
      silence();
      // Who leaves has not agreed, and what waits must not wait for ever.
      open?.answer(false);
    };
  }, []);
  if (!question) return null;
  const end = (agreed: boolean) => {
    setQuestion(null);
    const count = question.moved.length;
    if (agreed) tell(t('cascade.moving', { count, formatted: formatNumber(count) }), question.written);
    question.answer(agreed);
  };
  return <CascadeWindow moved={question.moved} onEnd={end} />;
}

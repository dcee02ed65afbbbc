// Before a change moves many other tasks: what would move, and whether it shall. Stands once in the frame of an
// organization; the writes ask through `onLargeCascade` and wait for the answer.
import { useEffect, useState } from 'react';
import { onLargeCascade, type Difference } from '@/api/cascade';
import { later } from '@/lib/later';

const CascadeWindow = later(() => import('./CascadeWindow').then((m) => m.CascadeWindow));

interface Question {
  moved: readonly Difference[];
  answer: (agreed: boolean) => void;
}

export function CascadeQuestion() {
  const [question, setQuestion] = useState<Question | null>(null);
  useEffect(() => {
    let open: Question | null = null;
    const silence = onLargeCascade(
      (moved) =>
        new Promise((resolve) => {
          open = { moved, answer: resolve };
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
    question.answer(agreed);
  };
  return <CascadeWindow moved={question.moved} onEnd={end} />;
}

import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/ui/Button';

/** Reads on before the end of the list comes into view; a button for who reaches it first. */
export function LoadMore({ busy, onMore }: { busy: boolean; onMore: () => void }) {
  const { t } = useTranslation('expenses');
  const node = useRef<HTMLDivElement>(null);
  const latest = useRef(onMore);
  useEffect(() => {
    latest.current = onMore;
  });
  useEffect(() => {
    if (!node.current || busy) return;
    const observer = new IntersectionObserver(([seen]) => seen?.isIntersecting && latest.current(), { rootMargin: '600px' });
    observer.observe(node.current);
    return () => observer.disconnect();
  }, [busy]);
  return (
    <div ref={node} className="p-2">
      <Button kind="ghost" size="sm" busy={busy} onClick={onMore}>
        {t('more')}
      </Button>
    </div>
  );
}

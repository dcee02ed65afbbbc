import DOMPurify from 'dompurify';
import { useMemo } from 'react';
import { cx } from '@/lib/cx';

DOMPurify.addHook('afterSanitizeAttributes', (node) => {
  if (node.tagName !== 'A') return;
  node.setAttribute('rel', 'noopener noreferrer nofollow');
  node.setAttribute('target', '_blank');
});

/** HTML that the server rendered from Markdown and sanitised; sanitised again here, so that neither must be trusted alone. */
export function MarkdownView({ html, className }: { html: string; className?: string }) {
  const clean = useMemo(
    () => DOMPurify.sanitize(html, { USE_PROFILES: { html: true }, FORBID_TAGS: ['style', 'form', 'input'], FORBID_ATTR: ['style'] }),
    [html],
  );
  return <div className={cx('md', className)} dangerouslySetInnerHTML={{ __html: clean }} />;
}

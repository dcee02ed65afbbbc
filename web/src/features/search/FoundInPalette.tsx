// What the server finds for the text of the palette, under the commands; the last line leads to the search page.
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Search } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Hit } from '@/api/types';
import { useOrg, useProjects } from '@/features/org/useOrg';
import { PaletteGroup, PaletteRow, type Typed } from '@/ui/CommandPalette';
import { HitText } from './HitText';
import { keyOf, placeOf, quickOptions } from './hits';
import { ModelIcon } from './ModelIcon';

const lastLine = 'found everything';

export function FoundInPalette({ text, choose, current, onCurrent }: Typed) {
  const { t } = useTranslation('search');
  const { id: org } = useOrg();
  const { projects } = useProjects();
  const navigate = useNavigate();
  const q = useSettled(text.trim());
  const { data } = useQuery({ ...quickOptions(org, q), placeholderData: (previous) => previous });
  const asked = text.trim().length > 1;
  const hits = (asked ? (data?.data ?? []) : []).flatMap((hit) => {
    const place = placeOf(hit, projects);
    return place ? [{ hit, place, line: `found ${hit.model} ${hit.id}` }] : [];
  });
  // Enter takes the best hit once there is one, unless a command fits or another line was chosen.
  const first = hits[0]?.line;
  useEffect(() => {
    if (first && (current === '' || current === lastLine)) onCurrent(first);
    // Only when hits come: the arrows may go on to the last line.
  }, [first]);
  if (!asked) return null;
  return (
    <PaletteGroup heading={t('palette')}>
      {hits.map(({ hit, place, line }) => (
        <PaletteRow
          key={line}
          value={line}
          onSelect={() => choose(() => void navigate({ to: place.to, params: { org, project: place.project.key }, search: place.search }))}
        >
          <Line hit={hit} project={place.project.name} />
        </PaletteRow>
      ))}
      <PaletteRow value={lastLine} onSelect={() => choose(() => void navigate({ to: '/o/$org/search', params: { org }, search: { q: text.trim() } }))}>
        <Search className="size-4 shrink-0 text-faint" aria-hidden="true" />
        <span className="min-w-0 truncate">{t('everything', { text: text.trim() })}</span>
      </PaletteRow>
    </PaletteGroup>
  );
}

function Line({ hit, project }: { hit: Hit; project: string }) {
  const said = hit.title && hit.titleRanges.length > 0 ? { text: hit.title, ranges: hit.titleRanges } : { text: hit.snippet || hit.title, ranges: hit.snippet ? hit.snippetRanges : [] };
  return (
    <>
      <ModelIcon model={hit.model} />
      <span className="min-w-0 flex-1 truncate">
        <HitText {...said} />
      </span>
      <span className="nums max-w-40 shrink-0 truncate text-xs text-muted">{keyOf(hit) || project}</span>
    </>
  );
}

/** The text once typing pauses. */
function useSettled(text: string): string {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), 120);
    return () => clearTimeout(timer);
  }, [text]);
  return settled;
}

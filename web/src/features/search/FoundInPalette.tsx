// What the server finds for the text of the palette, under the commands; the last line leads to the search page.
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Search } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Hit } from '@/api/types';
import { useOrg, useProjects } from '@/features/org/useOrg';
import { PaletteGroup, PaletteRow } from '@/ui/CommandPalette';
import { HitText } from './HitText';
import { keyOf, placeOf, quickOptions } from './hits';
import { ModelIcon } from './ModelIcon';

interface FoundInPaletteProps {
  text: string;
  /** Closes the palette and goes. */
  choose: (run: () => void) => void;
}

export function FoundInPalette({ text, choose }: FoundInPaletteProps) {
  const { t } = useTranslation('search');
  const { id: org } = useOrg();
  const { projects } = useProjects();
  const navigate = useNavigate();
  const q = useSettled(text.trim());
  const { data } = useQuery({ ...quickOptions(org, q), placeholderData: (previous) => previous });
  if (text.trim().length < 2) return null;
  const hits = (data?.data ?? []).flatMap((hit) => {
    const place = placeOf(hit, projects);
    return place ? [{ hit, place }] : [];
  });
  return (
    <PaletteGroup heading={t('palette')}>
      {hits.map(({ hit, place }) => (
        <PaletteRow
          key={`${hit.model}${hit.id}`}
          value={`found ${hit.model} ${hit.id}`}
          onSelect={() => choose(() => void navigate({ to: place.to, params: { org, project: place.project.key }, search: place.search }))}
        >
          <Line hit={hit} project={place.project.name} />
        </PaletteRow>
      ))}
      <PaletteRow value="found everything" onSelect={() => choose(() => void navigate({ to: '/o/$org/search', params: { org }, search: { q: text.trim() } }))}>
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

// Which custom fields the cards of a board show: a choice of this browser, per project, which a saved view keeps.
import { Rows3 } from 'lucide-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { FieldDefinition, Id } from '@/api/types';
import { IconButton } from '@/ui/Button';
import { Menu } from '@/ui/Menu';
import { useDefinitions } from '../custom/useDefinitions';
import { customKey } from '../list/columns';
import { isTextList, useStored } from '../parts/stored';

export function useCardFields(project: Id) {
  const definitions = useDefinitions(project);
  const [chosen, setChosen] = useStored<string[]>(`board.fields.${project}`, [], isTextList);
  const shown = useMemo(() => definitions.filter(({ id }) => chosen.includes(id)), [definitions, chosen]);
  const toggle = (id: Id) => setChosen(chosen.includes(id) ? chosen.filter((other) => other !== id) : [...chosen, id]);
  // The names that the table has for them.
  const columns = {
    shown: shown.map(({ id }) => customKey(id)),
    show: (keys: readonly string[]) => setChosen(definitions.flatMap(({ id }) => (keys.includes(customKey(id)) ? [id] : []))),
  };
  return { shown, columns, menu: definitions.length > 0 && <CardFieldsMenu definitions={definitions} chosen={chosen} onToggle={toggle} /> };
}

interface MenuProps {
  definitions: readonly FieldDefinition[];
  chosen: readonly string[];
  onToggle: (id: Id) => void;
}

function CardFieldsMenu({ definitions, chosen, onToggle }: MenuProps) {
  const { t } = useTranslation('work');
  const entries = definitions.map(({ id, name }) => ({ id, label: name, checked: chosen.includes(id), onSelect: () => onToggle(id) }));
  return (
    <Menu
      align="end"
      groups={[{ title: t('board.fields'), entries }]}
      trigger={
        <IconButton size="sm" label={t('board.fields')}>
          <Rows3 />
        </IconButton>
      }
    />
  );
}

// The custom fields of the task, each edited by its kind.
import { ExternalLink } from 'lucide-react';
import { useId, useState, type KeyboardEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { FieldDefinition } from '@/api/types';
import { cx } from '@/lib/cx';
import { Button } from '@/ui/Button';
import { FilterField } from '@/ui/FilterField';
import { FieldPicker } from '../custom/FieldPicker';
import { FieldValue } from '../custom/FieldValue';
import { useDefinitions } from '../custom/useDefinitions';
import { isTyped, readValue, setting, shownValue, typedValue, valueOf } from '../custom/values';
import { plain } from '../task/filter';
import { usePanel } from './context';
import { controlClass, Group, PickRow, Row, useSaved } from './rows';
import { TextRow } from './TextRows';

export function CustomFields() {
  const { t } = useTranslation('work');
  const { project, mode } = usePanel();
  const definitions = useDefinitions(project.id);
  const { found, more, tools } = useFound(definitions);
  if (definitions.length === 0) return null;
  return (
    <div className={cx(mode === 'panel' && '@min-[480px]:col-span-2')}>
      <Group title={t('panel.fields')} filled>
        {tools}
        <div className={cx('grid items-start gap-x-6', mode === 'panel' && '@min-[480px]:grid-cols-2')}>
          {found.map((definition) => (
            <FieldRow key={definition.id} definition={definition} />
          ))}
        </div>
        {more}
      </Group>
    </div>
  );
}

/** So many fit; of more only those with a value show, and the others when they are looked for or asked for. */
const most = 16;

function useFound(definitions: readonly FieldDefinition[]) {
  const { t } = useTranslation('work');
  const { task } = usePanel();
  const [text, setText] = useState('');
  const [all, setAll] = useState(false);
  const words = plain(text.trim());
  const filled = new Set(task.customFields.map(({ fieldId }) => fieldId));
  const found = definitions.filter(({ id, name }) => (words ? plain(name).includes(words) : all || definitions.length <= most || filled.has(id)));
  const hidden = definitions.length - found.length;
  return {
    found,
    tools: definitions.length > most && <FilterField label={t('panel.findField')} value={text} onChange={setText} className="mb-1 w-full sm:w-64" />,
    more: !words && hidden > 0 && (
      <Button kind="ghost" size="sm" onClick={() => setAll(true)}>
        {t('panel.emptyFields', { count: hidden })}
      </Button>
    ),
  };
}

function FieldRow({ definition }: { definition: FieldDefinition }) {
  const { t } = useTranslation('work');
  const { task, lookup, may } = usePanel();
  const { name, type } = definition;
  const value = valueOf(task, definition.id);
  if (type === 'checkbox') return <Tick definition={definition} checked={value === true} />;
  if (!isTyped(definition) || !may) {
    return (
      <PickRow label={name} shown={<FieldValue definition={definition} value={value} lookup={lookup} />} empty={value === null}>
        {(save, close) => (
          <FieldPicker
            definition={definition}
            value={value}
            onPick={(next, stay) => {
              save(setting(definition, next));
              if (!stay) close();
            }}
          />
        )}
      </PickRow>
    );
  }
  if (type === 'long_text') return <LongText definition={definition} text={typedValue(value)} />;
  const read = (text: string) => {
    const result = readValue(definition, text);
    return typeof result === 'string' ? t(`rule.${result}`) : setting(definition, result.value);
  };
  const row = <TextRow label={name} plain={typedValue(value)} shown={shownValue(definition, value, lookup.people)} read={read} numeric={type === 'number'} />;
  return type === 'url' && typeof value === 'string' ? <WithLink address={value}>{row}</WithLink> : row;
}

function WithLink({ address, children }: { address: string; children: ReactNode }) {
  const { t } = useTranslation('work');
  return (
    <div className="relative [&_input]:pr-8">
      {children}
      <a
        href={address}
        target="_blank"
        rel="noreferrer noopener"
        aria-label={t('panel.openLink', { address })}
        title={address}
        className="absolute top-0 right-0 flex size-7 items-center justify-center rounded-md text-muted hover:bg-hover hover:text-text"
      >
        <ExternalLink className="size-3.5" aria-hidden="true" />
      </a>
    </div>
  );
}

function Tick({ definition, checked }: { definition: FieldDefinition; checked: boolean }) {
  const { may } = usePanel();
  const [error, save] = useSaved();
  return (
    <Row label={definition.name} error={error}>
      <div className={controlClass}>
        <input
          type="checkbox"
          aria-label={definition.name}
          checked={checked}
          disabled={!may}
          onChange={(event) => save(setting(definition, event.target.checked || null))}
          className="size-4"
        />
      </div>
    </Row>
  );
}

function LongText({ definition, text }: { definition: FieldDefinition; text: string }) {
  const { t } = useTranslation('work');
  const [error, save] = useSaved();
  const [typed, setTyped] = useState<string | null>(null);
  const id = useId();
  const commit = () => {
    setTyped(null);
    if (typed !== null && typed !== text) save(setting(definition, typed.trim() === '' ? null : typed));
  };
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) event.currentTarget.blur();
    if (event.key !== 'Escape' || typed === null) return;
    event.stopPropagation();
    setTyped(null);
  };
  return (
    <Row label={definition.name} labelId={id} error={error}>
      <textarea
        aria-labelledby={id}
        rows={text.length > 60 ? 3 : 1}
        value={typed ?? text}
        placeholder={t('panel.add')}
        onChange={(event) => setTyped(event.target.value)}
        onBlur={commit}
        onKeyDown={onKeyDown}
        className={cx(controlClass, 'block max-h-48 resize-none bg-transparent py-1 [field-sizing:content] hover:bg-hover focus:bg-surface')}
      />
    </Row>
  );
}

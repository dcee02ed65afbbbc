// Checklists: items are ticked, edited, moved and removed one by one, so that two people never undo each other.
import { useQuery } from '@tanstack/react-query';
import { ArrowDown, ArrowUp, ListChecks, Plus, Trash2, X } from 'lucide-react';
import { useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { listOptions } from '@/api/collections';
import type { Checklist } from '@/api/types';
import { useOrg } from '@/features/org/useOrg';
import { Button, IconButton } from '@/ui/Button';
import { Checkbox } from '@/ui/Checkbox';
import { isDraft } from '../task/pending';
import { usePanel } from './context';
import { Section } from './Section';
import { useChecklistWrites, type ChecklistWrites } from './useChecklistWrites';

export function Checklists() {
  const { t } = useTranslation('work');
  const { id: org, may } = useOrg();
  const { task } = usePanel();
  const writes = useChecklistWrites();
  const { data } = useQuery(listOptions(org, 'checklists', { taskId: task.id, limit: 100 }));
  const mayWrite = may('checklist:write') || (task.can.includes('update') && may('task:update'));
  const lists = data?.data ?? [];
  return (
    <>
      {lists.map((list) => (
        <List key={list.id} list={list} writes={writes} may={mayWrite} />
      ))}
      {mayWrite && (
        <Button kind="ghost" size="sm" className="self-start" onClick={() => void writes.create(task.id)}>
          <ListChecks className="size-4" aria-hidden="true" />
          {t('checklist.create')}
        </Button>
      )}
    </>
  );
}

function List({ list, writes, may }: { list: Checklist; writes: ChecklistWrites; may: boolean }) {
  const { t } = useTranslation('work');
  const done = list.items.filter((item) => item.done).length;
  return (
    <Section
      title={list.title || t('checklist.title')}
      heading={
        may && (
          <Text value={list.title} label={t('checklist.name')} onSave={(title) => void writes.rename(list, title)} className="-ml-1 w-full font-semibold" />
        )
      }
      extra={list.items.length > 0 && t('panel.doneOf', { done, count: list.items.length })}
      action={
        may && (
          <IconButton size="sm" label={t('checklist.trash', { title: list.title })} onClick={() => void writes.trash(list)}>
            <Trash2 />
          </IconButton>
        )
      }
    >
      <ul>
        {list.items.map((item, index) => (
          <li key={item.id} className="group/i flex min-h-8 items-center gap-2 rounded-md px-1 text-sm hover:bg-hover">
            <Checkbox hideLabel checked={item.done ?? false} disabled={!may || isDraft(item.id ?? '')} label={item.text} onChange={(next) => void writes.edit(list, item, { done: next })} />
            {may ? (
              <Text value={item.text} label={t('checklist.item')} onSave={(text) => void writes.edit(list, item, { text })} {...(item.done ? { className: 'text-muted line-through' } : {})} />
            ) : (
              <span className="min-w-0 flex-1 break-words">{item.text}</span>
            )}
            {may && (
              <span className="flex shrink-0 opacity-0 group-focus-within/i:opacity-100 group-hover/i:opacity-100 pointer-coarse:opacity-100">
                <IconButton size="sm" label={t('checklist.up', { text: item.text })} disabled={index === 0} onClick={() => writes.move(list, index, index - 1)}>
                  <ArrowUp />
                </IconButton>
                <IconButton size="sm" label={t('checklist.down', { text: item.text })} disabled={index === list.items.length - 1} onClick={() => writes.move(list, index, index + 1)}>
                  <ArrowDown />
                </IconButton>
                <IconButton size="sm" label={t('checklist.remove', { text: item.text })} onClick={() => void writes.remove(list, item)}>
                  <X />
                </IconButton>
              </span>
            )}
          </li>
        ))}
      </ul>
      {may && <AddItem onAdd={(text) => void writes.add(list, text)} />}
    </Section>
  );
}

/** A line of text edited where it stands. */
function Text({ value, label, onSave, className }: { value: string; label: string; onSave: (text: string) => void; className?: string }) {
  const [text, setText] = useState<string | null>(null);
  const commit = () => {
    if (text !== null && text.trim() !== '' && text.trim() !== value) onSave(text.trim());
    setText(null);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key === 'Enter') event.currentTarget.blur();
    if (event.key !== 'Escape') return;
    event.stopPropagation();
    setText(null);
  };
  return (
    <input
      aria-label={label}
      title={value}
      value={text ?? value}
      maxLength={2000}
      onChange={(event) => setText(event.target.value)}
      onBlur={commit}
      onKeyDown={onKeyDown}
      className={`h-7 min-w-0 flex-1 rounded-sm bg-transparent px-1 focus:bg-surface ${className ?? ''}`}
    />
  );
}

function AddItem({ onAdd }: { onAdd: (text: string) => void }) {
  const { t } = useTranslation('work');
  const [text, setText] = useState('');
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || event.nativeEvent.isComposing || text.trim() === '') return;
    onAdd(text.trim());
    setText('');
  };
  return (
    <label className="flex h-8 items-center gap-2 px-1 text-sm text-faint">
      <Plus className="size-4" aria-hidden="true" />
      <input
        aria-label={t('checklist.add')}
        placeholder={t('checklist.add')}
        maxLength={2000}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={onKeyDown}
        className="h-7 min-w-0 flex-1 rounded-sm bg-transparent px-1 text-text focus:bg-surface"
      />
    </label>
  );
}

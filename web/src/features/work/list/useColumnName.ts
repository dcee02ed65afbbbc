import { useTranslation } from 'react-i18next';
import { isCustom, type Column } from './columns';

/** What a column is called: a custom field by its own name. */
export function useColumnName(): (column: Pick<Column, 'key' | 'definition'>) => string {
  const { t } = useTranslation('work');
  return ({ key, definition }) => (isCustom(key) ? (definition?.name ?? '') : t(`field.${key}`));
}

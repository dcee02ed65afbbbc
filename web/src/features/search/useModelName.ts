import { useTranslation } from 'react-i18next';

const known = ['Task', 'Project', 'Comment', 'Checklist', 'Attachment', 'File', 'Label'] as const;

/** What a kind of thing is called; one that has no word here by the name the server gives it. */
export function useModelName(): (model: string) => string {
  const { t } = useTranslation('search');
  return (model) => {
    const one = known.find((name) => name === model);
    return one ? t(`model.${one}`) : model;
  };
}

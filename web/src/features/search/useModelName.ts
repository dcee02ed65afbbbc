import { useTranslation } from 'react-i18next';
import { models } from './hits';

/** What a kind of thing is called; one that has no word here by the name the server gives it. */
export function useModelName(): (model: string) => string {
  const { t } = useTranslation('search');
  return (model) => {
    const one = models.find((name) => name === model);
    return one ? t(`model.${one}`) : model;
  };
}

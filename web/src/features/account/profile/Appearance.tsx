import { Monitor, Moon, Sun } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { languages, setLanguage, type Language } from '@/i18n';
import { setAppearance, useAppearance } from '@/lib/theme';
import { Field } from '@/ui/Field';
import { Select } from '@/ui/Select';

const icon = 'size-4 text-faint';

export function AppearanceForm() {
  const { t, i18n } = useTranslation();
  const { theme, density } = useAppearance();
  return (
    <div className="grid max-w-md gap-4 sm:grid-cols-2">
      <Field label={t('appearance.theme')}>
        <Select
          value={theme}
          onChange={(value) => setAppearance({ theme: value })}
          choices={[
            { value: 'system', label: t('appearance.system'), icon: <Monitor className={icon} aria-hidden="true" /> },
            { value: 'light', label: t('appearance.light'), icon: <Sun className={icon} aria-hidden="true" /> },
            { value: 'dark', label: t('appearance.dark'), icon: <Moon className={icon} aria-hidden="true" /> },
          ]}
        />
      </Field>
      <Field label={t('appearance.density')}>
        <Select
          value={density}
          onChange={(value) => setAppearance({ density: value })}
          choices={[
            { value: 'compact', label: t('appearance.compact') },
            { value: 'comfortable', label: t('appearance.comfortable') },
          ]}
        />
      </Field>
      <Field label={t('appearance.language')}>
        <Select<Language>
          value={i18n.language as Language}
          onChange={(value) => void setLanguage(value)}
          choices={Object.entries(languages).map(([value, label]) => ({ value: value as Language, label }))}
        />
      </Field>
    </div>
  );
}

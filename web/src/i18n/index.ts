// Texts: one JSON file per area and language. English is in the bundle and the fallback; others load when chosen.
import i18n from 'i18next';
import { initReactI18next } from 'react-i18next';
import account from './en/account.json';
import admin from './en/admin.json';
import baseline from './en/baseline.json';
import calendar from './en/calendar.json';
import common from './en/common.json';
import expenses from './en/expenses.json';
import files from './en/files.json';
import gantt from './en/gantt.json';
import imports from './en/imports.json';
import money from './en/money.json';
import org from './en/org.json';
import planning from './en/planning.json';
import rates from './en/rates.json';
import search from './en/search.json';
import work from './en/work.json';
import worktime from './en/worktime.json';

export const resources = {
  account, admin, baseline, calendar, common, expenses, files, gantt, imports, money, org, planning, rates, search, work, worktime,
} as const;
/** `permissions` has no English file: the server's own texts are English. */
export const namespaces = [...(Object.keys(resources) as (keyof typeof resources)[]), 'permissions'];
export const languages = { en: 'English', de: 'Deutsch' } as const;
export type Language = keyof typeof languages;

const translations = { de: () => import('./german') };

const isLanguage = (value: string | null | undefined): value is Language => value === 'en' || value === 'de';

function preferred(): Language {
  try {
    const stored = localStorage.getItem('guildhall.language');
    if (isLanguage(stored)) return stored;
  } catch {
    // Falls through to what the browser asks for.
  }
  return navigator.languages.map((tag) => tag.slice(0, 2)).find(isLanguage) ?? 'en';
}

async function load(language: Language): Promise<void> {
  if (language === 'en') return;
  const { texts } = await translations[language]();
  for (const namespace of namespaces) i18n.addResourceBundle(language, namespace, texts[`./${language}/${namespace}.json`]);
}

/** Changes the language of the app and keeps the choice in this browser. */
export async function setLanguage(language: Language): Promise<void> {
  await load(language);
  await i18n.changeLanguage(language);
  document.documentElement.lang = language;
  try {
    localStorage.setItem('guildhall.language', language);
  } catch {
    // A browser that stores nothing keeps the choice for this page.
  }
}

void i18n.use(initReactI18next).init({
  lng: 'en',
  fallbackLng: 'en',
  resources: { en: resources },
  ns: namespaces,
  defaultNS: 'common',
  initAsync: false,
  interpolation: { escapeValue: false },
});

/** Loads the reader's language before the first screen. */
export async function startLanguage(): Promise<void> {
  const language = preferred();
  await load(language);
  await i18n.changeLanguage(language);
  document.documentElement.lang = language;
}

export default i18n;

// All German texts in one file: the first screen waits for one answer and not for one per area.
export const texts = import.meta.glob<Record<string, unknown>>('./de/*.json', { eager: true, import: 'default' });

// The choices of a dropdown while they are edited.

export interface Option {
  /** Stays with it while it is renamed and moved. */
  id: string;
  text: string;
}

export const optionsOf = (texts: readonly string[]): Option[] => texts.map((text) => ({ id: crypto.randomUUID(), text }));

/** With those of a typed or pasted text, a line each, that are not there yet. */
export function addOptions(options: readonly Option[], text: string): readonly Option[] {
  const known = new Set(options.map((option) => option.text.trim()));
  const fresh: string[] = [];
  for (const line of text.split(/\r?\n/)) {
    const option = line.trim().slice(0, 200);
    if (!option || known.has(option)) continue;
    known.add(option);
    fresh.push(option);
  }
  return [...options, ...optionsOf(fresh)];
}

/** What is sent: without empty ones. */
export const textsOf = (options: readonly Option[]): string[] => options.map((option) => option.text.trim()).filter(Boolean);

/** Why the choices can't be saved: the name of a rule. */
export function optionsFault(options: readonly Option[]): 'noOptions' | 'sameOption' | null {
  const texts = textsOf(options);
  if (texts.length === 0) return 'noOptions';
  return new Set(texts).size < texts.length ? 'sameOption' : null;
}

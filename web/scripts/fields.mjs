// Writes src/api/fields.ts from docs/openapi.json: of each entity's fields the label, the help text and the blank
// value, so that a form names a field and says no more about it.
import { readFileSync, writeFileSync } from 'node:fs';

const document = JSON.parse(readFileSync(new URL('../../docs/openapi.json', import.meta.url), 'utf8'));
const { schemas } = document.components;

/** `blockedReason` becomes "Blocked reason". */
const label = (name) => {
  const words = name.replace(/Ids?$/, '').replace(/([A-Z])/g, ' $1').toLowerCase().trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
};

const blank = (schema) => {
  if (schema.oneOf?.some((one) => one.type === 'null')) return null;
  const kind = schema.type ?? schema.oneOf?.[0]?.type;
  return { array: [], boolean: false, integer: 0, number: 0, object: null }[kind] ?? '';
};

const of = (model) => {
  const patch = schemas[`${model}Patch`].properties;
  const lines = Object.entries(schemas[model].properties).map(([name, schema]) => {
    const field = { label: label(name), help: schema.description ?? '', blank: blank(schema), writable: name in patch };
    return `    ${name}: ${JSON.stringify(field)},`;
  });
  return `  ${model}: {\n${lines.join('\n')}\n  },`;
};

const models = ['Task'];
const text = `// Generated from docs/openapi.json by \`npm run gen\`; do not edit.
export interface FieldInfo {
  label: string;
  help: string;
  blank: unknown;
  writable: boolean;
}

export const fields = {
${models.map(of).join('\n')}
} as const satisfies Record<string, Record<string, FieldInfo>>;
`;
writeFileSync(new URL('../src/api/fields.ts', import.meta.url), text);

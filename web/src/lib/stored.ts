// What this browser remembers. One that stores nothing keeps the choice for the page.
const prefix = 'guildhall.';

export const stored = (name: string): string | null => {
  try {
    return localStorage.getItem(prefix + name);
  } catch {
    return null;
  }
};

export const store = (name: string, value: string): void => {
  try {
    localStorage.setItem(prefix + name, value);
  } catch {
    // Nothing to do: the choice holds until the page is left.
  }
};

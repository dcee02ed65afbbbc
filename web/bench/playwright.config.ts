// Speed in a real browser, with the browser and the flags of the tests: no graphics card, all drawing on the processor.
// Run by scripts/bench-gantt.sh.
import { defineConfig } from '@playwright/test';
import tests from '../playwright.config';

export default defineConfig({
  ...tests,
  testDir: '.',
  testMatch: '*.bench.ts',
  timeout: 20 * 60_000,
  retries: 0,
  reporter: [['line']],
  // Nothing that is waited for takes so long: a bench that cannot go on ends.
  use: { ...tests.use, actionTimeout: 60_000, trace: 'off', viewport: { width: 1440, height: 900 } },
});

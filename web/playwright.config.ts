// The web app in a real browser. The runner starts the server and says where it is (BASE_URL); the browser is the
// system's, because downloading one is not an option everywhere.
import { defineConfig } from '@playwright/test';

export default defineConfig({
  testDir: 'e2e',
  // A busy machine is slow, and that is no fault of the app.
  timeout: 90_000,
  expect: { timeout: 15_000 },
  fullyParallel: false,
  workers: 1,
  forbidOnly: process.env.CI !== undefined,
  // A test that passes only when tried again is listed as flaky.
  retries: process.env.CI !== undefined ? 2 : 0,
  reporter: [['list']],
  use: {
    baseURL: process.env.BASE_URL ?? 'http://127.0.0.1:8080',
    locale: 'en-GB',
    timezoneId: 'Europe/Berlin',
    // A trace costs as much again as the test; where a failed one is tried again, that try is traced.
    trace: process.env.CI !== undefined ? 'on-first-retry' : 'retain-on-failure',
    launchOptions: {
      executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
      args: [
        '--headless',
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
});

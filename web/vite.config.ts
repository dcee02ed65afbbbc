import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import type { HtmlTagDescriptor, Plugin } from 'vite';

/** The server that answers /api in development. */
const server = process.env.GUILDHALL_API ?? 'http://127.0.0.1:8080';

/** What main.tsx imports, and what the chart does; what is loaded when it is shown is not among it. */
const start = new Set<string>();
const chart = new Set<string>();

const collectImports: Plugin = {
  name: 'collect-imports',
  buildEnd() {
    const importsOf = (id: string, found: Set<string>) => {
      for (const imported of this.getModuleInfo(id)?.importedIds ?? []) {
        if (!found.has(imported)) importsOf(imported, found.add(imported));
      }
    };
    importsOf(fileURLToPath(new URL('./src/main.tsx', import.meta.url)), start);
    importsOf(fileURLToPath(new URL('./src/features/frame/GanttView.tsx', import.meta.url)), chart);
  },
};

/**
 * Puts into the page what shall not wait for the app: the script that asks for the first screen's data, which in
 * index.html would be bundled with the app, and the face of the letters, without which all is laid out twice.
 */
const early: Plugin = {
  name: 'early',
  transformIndexHtml: {
    order: 'post',
    handler: (_html, { bundle }) => {
      const built = Object.keys(bundle ?? {});
      const script = bundle ? built.find((file) => file.startsWith('assets/early-')) : 'src/api/early.ts';
      const font = built.find((file) => file.startsWith('assets/inter-latin-wght-normal-'));
      if (!script) throw new Error('src/api/early.ts is in no file of its own');
      const tags: HtmlTagDescriptor[] = [{ tag: 'script', attrs: { type: 'module', async: true, crossorigin: true, src: `/${script}` } }];
      if (font) tags.push({ tag: 'link', attrs: { rel: 'preload', as: 'font', type: 'font/woff2', crossorigin: true, href: `/${font}` } });
      return tags;
    },
  },
};

export default defineConfig({
  plugins: [react(), tailwindcss(), collectImports, early],
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  // A test reads the table of permissions.
  server: { host: '127.0.0.1', fs: { allow: ['.', '../docs'] }, proxy: { '/api': { target: server, ws: true } } },
  build: {
    target: 'es2022',
    sourcemap: false,
    // The content security policy forbids data: fonts, and small files embed as well as large ones.
    assetsInlineLimit: 0,
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            // By itself: it waits for nothing else.
            { name: 'early', test: /src\/api\/early\.ts$/, priority: 4 },
            { name: 'react', test: /node_modules\/(react|react-dom|scheduler)\//, priority: 3 },
            // Other people's code changes less often than ours: a browser keeps it from one version to the next.
            { name: 'vendor', test: (id) => start.has(id) && id.includes('node_modules'), priority: 3 },
            { name: 'start', test: (id) => start.has(id), priority: 2 },
            // What several screens share goes into few files: each costs a request and a start of its own. The chart,
            // which has most to draw, loads no more of it than it needs.
            { name: 'work', test: (id) => chart.has(id), minShareCount: 3, priority: 1 },
            { name: 'shared', test: /node_modules|\/src\//, minShareCount: 3, priority: 0 },
          ],
        },
      },
    },
  },
  test: {
    environment: 'jsdom',
    include: ['src/**/*.test.{ts,tsx}'],
    setupFiles: ['src/test/setup.ts'],
    css: { include: /tokens\.css/ },
  },
});

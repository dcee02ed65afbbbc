import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/** The server that answers /api in development. */
const server = process.env.GUILDHALL_API ?? 'http://127.0.0.1:8080';

export default defineConfig({
  plugins: [react(), tailwindcss()],
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
            { name: 'react', test: /node_modules\/(react|react-dom|scheduler)\//, priority: 3 },
            { name: 'tanstack', test: /node_modules\/@tanstack\//, priority: 2 },
            { name: 'base-ui', test: /node_modules\/(@base-ui|@floating-ui)\//, priority: 2 },
            // What several screens share goes into few files: each costs a request and a start of its own.
            { name: 'shared', test: /node_modules|\/src\//, minShareCount: 3, priority: 1 },
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

import { readFileSync } from 'node:fs';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';
import { stationBridge } from './vite-rpc.ts';

/** The window's content security policy, so that the day in a browser is held to it as well. */
function policy(): string {
  const window = JSON.parse(readFileSync('../src-tauri/tauri.conf.json', 'utf8')) as {
    app: { security: { csp: Record<string, string> } };
  };
  const rules = { ...window.app.security.csp, 'connect-src': "'self'" };
  return Object.entries(rules)
    .map(([name, from]) => `${name} ${from}`)
    .join('; ');
}

export default defineConfig(({ isPreview }) => ({
  plugins: [svelte(), stationBridge()],
  clearScreen: false,
  server: { port: 5173, strictPort: true },
  preview: isPreview
    ? { port: 4173, strictPort: true, headers: { 'content-security-policy': policy() } }
    : {},
  build: {
    target: 'es2022',
    cssTarget: ['chrome123', 'safari17.5'],
    // Nothing becomes a data: address, so that the content security policy can stay narrow.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  resolve: process.env.VITEST ? { conditions: ['browser'] } : {},
  test: { environment: 'jsdom', include: ['src/**/*.test.ts'], setupFiles: ['src/test-setup.ts'] },
}));

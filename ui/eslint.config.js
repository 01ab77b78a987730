import js from '@eslint/js';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';
import svelteConfig from './svelte.config.js';

const onlyTheHost = {
  group: ['@tauri-apps/*'],
  message: 'Only src/host talks to the window: everything else works in a browser and in tests too.',
};
const noScreens = {
  regex: '/screens/',
  message: 'Only App.svelte knows the screens; what two of them share belongs in parts/ or desk/.',
};
const noOtherScreen = {
  regex: '^\\.\\./(?!\\.\\./)',
  message: 'No screen imports another screen; what both need belongs in parts/ or desk/.',
};
const restrict = (...patterns) => ({ 'no-restricted-imports': ['error', { patterns }] });

export default ts.config(
  { ignores: ['dist', 'src/generated'] },
  js.configs.recommended,
  ...ts.configs.strict,
  ...svelte.configs.recommended,
  {
    languageOptions: { globals: { ...globals.browser, ...globals.node } },
    rules: {
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true },
      ],
      // Typed records keyed by denomination, charge or receipt are what is being edited here.
      '@typescript-eslint/no-dynamic-delete': 'off',
      // Dates and maps that live for one call need not be watched.
      'svelte/prefer-svelte-reactivity': 'off',
      'svelte/no-inline-styles': 'error',
      'no-eval': 'error',
      eqeqeq: 'error',
    },
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { parser: ts.parser, extraFileExtensions: ['.svelte'], svelteConfig } },
  },
  {
    files: ['src/**'],
    ignores: ['src/host/**', 'src/App.svelte', 'src/screens/**'],
    rules: restrict(onlyTheHost, noScreens),
  },
  { files: ['src/App.svelte'], rules: restrict(onlyTheHost) },
  { files: ['src/screens/**'], rules: restrict(onlyTheHost, noOtherScreen) },
);

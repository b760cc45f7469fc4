import { readdirSync } from 'node:fs';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import { defineConfig } from 'eslint/config';
import ts from 'typescript-eslint';
import svelteConfig from './svelte.config.js';

const features = readdirSync(new URL('./src/features', import.meta.url));

const host = {
  group: ['@tauri-apps/*', '**/bindings', '**/bindings.ts'],
  message: 'Only lib/backend/backend.ts talks to the host.',
};

/** Lower tiers never import higher ones. */
const upwards = {
  group: ['**/features/**', '**/shell/**'],
  message: 'Imports go downwards only: shell, features, lib.',
};

export default defineConfig(
  { ignores: ['dist/', 'node_modules/', 'src/lib/backend/bindings.ts'] },
  ...ts.configs.strict,
  ...svelte.configs.recommended,
  { languageOptions: { globals: { ...globals.browser, ...globals.node } } },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { parser: ts.parser, extraFileExtensions: ['.svelte'], svelteConfig } },
  },
  {
    rules: {
      '@typescript-eslint/no-non-null-assertion': 'error',
      'no-console': 'error',
      'svelte/no-at-html-tags': 'error',
      'svelte/button-has-type': 'error',
      // Addresses are hashes of our own; there is no router to resolve them.
      'svelte/no-navigation-without-resolve': 'off',
      // What is reactive is a rune. Maps and sets behind it are private and plain on purpose.
      'svelte/prefer-svelte-reactivity': 'off',
      'no-restricted-imports': ['error', { patterns: [host] }],
    },
  },
  {
    files: ['src/lib/**'],
    ignores: ['src/lib/backend/**'],
    rules: { 'no-restricted-imports': ['error', { patterns: [host, upwards] }] },
  },
  ...features.map((feature) => ({
    files: [`src/features/${feature}/**`],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            host,
            {
              group: [
                '**/shell/**',
                '**/features/**',
                ...features.filter((other) => other !== feature).map((other) => `**/${other}/**`),
              ],
              message: 'A feature imports no other feature and nothing of the shell.',
            },
          ],
        },
      ],
    },
  })),
  {
    files: ['src/lib/backend/**'],
    rules: { 'no-restricted-imports': 'off' },
  },
  {
    files: ['src/lib/backend/{fake,fake-data,fake-explore,errors,query.svelte}.ts'],
    rules: { 'no-restricted-imports': ['error', { patterns: [host, upwards] }] },
  },
);

import { expect, test } from 'vitest';
import { sources } from './sources';

// #1a2b3c, rgb(…), oklch(…): a colour by value. Order numbers such as #1001 stand in fakes and tests only.
const raw = /#(?:[\da-f]{3,4}|[\da-f]{6}|[\da-f]{8})\b(?!\w)|\b(?:rgba?|hsla?|hwb|lab|lch|oklab|oklch)\(/giu;
const named = /:\s*(?:white|black|red|green|blue|gr[ae]y|orange|yellow|purple|pink|brown|silver)\b/giu;

function colours(text: string): string[] {
  const code = text.replaceAll(/\/\*[\s\S]*?\*\/|<!--[\s\S]*?-->|^\s*\/\/.*$/gmu, '');
  return [...code.matchAll(raw), ...code.matchAll(named)].map(([found]) => found);
}

test('the check knows a colour when it sees one', () => {
  expect(colours('.a { color: #fff; background: rgb(0 0 0 / 0.5); border-color: white; }')).toHaveLength(3);
  expect(colours('.a { color: var(--color-ink); } a[href="#/orders"] {}')).toEqual([]);
});

test('only tokens.css names colours', () => {
  const found = sources('.svelte', '.css', '.ts')
    .filter(({ path }) => path !== 'lib/tokens/tokens.css' && !/\.test\.ts$|\/fake[\w-]*\.ts$|-testing\.ts$/u.test(path))
    .flatMap(({ path, text }) => colours(text).map((colour) => `${path}: ${colour}`));
  expect(found, 'use a token, or add one to tokens.css in both themes').toEqual([]);
});

test('every colour of the light theme has its dark counterpart', () => {
  const [tokens] = sources('tokens.css');
  const [light = '', dark = ''] = tokens?.text.split("[data-theme='dark']") ?? [];
  const names = (css: string) => [...css.matchAll(/--color-[\w-]+(?=:)/gu)].map(([name]) => name);
  expect(names(light).length).toBeGreaterThan(30);
  expect(names(light).filter((name) => !names(dark).includes(name))).toEqual([]);
});

test('no markup carries a style attribute, which the policy of the window would refuse', () => {
  const found = sources('.svelte').filter(({ text }) => /\sstyle=/u.test(text)).map(({ path }) => path);
  expect(found, 'use a class, or style:name={…}').toEqual([]);
});

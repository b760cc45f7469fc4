import { parse, type AST } from 'svelte/compiler';
import { expect, test } from 'vitest';
import { sources } from './sources';

// Attributes that people read or hear.
const read = new Set(['aria-label', 'aria-description', 'aria-roledescription', 'alt', 'title', 'placeholder', 'label', 'text', 'sub', 'hint']);
// Names on key caps are the same in every language that Pannier speaks.
const keyCaps = /^(?:Ctrl|Shift|Enter|Esc|F\d+|[↑↓←→=÷×–·])$/u;

interface Node {
  type: string;
  [key: string]: unknown;
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && typeof (value as Node)['type'] === 'string';
}

function wordy(text: string): boolean {
  const trimmed = text.trim();
  return /\p{L}{2,}/u.test(trimmed) && !keyCaps.test(trimmed);
}

/** Words in an expression that ends up on screen: plain strings and the fixed parts of templates. */
function inExpression(node: unknown, found: string[]): void {
  if (!isNode(node)) return;
  if (node.type === 'Literal' && typeof node['value'] === 'string' && wordy(node['value'])) found.push(node['value']);
  if (node.type === 'TemplateLiteral') {
    for (const part of node['quasis'] as { value: { cooked: string } }[]) if (wordy(part.value.cooked)) found.push(part.value.cooked);
  }
  // Only what is shown: the branches of a choice, not what it asks, and not what a call is given.
  if (node.type === 'ConditionalExpression') [node['consequent'], node['alternate']].forEach((side) => inExpression(side, found));
  if (node.type === 'LogicalExpression' || node.type === 'BinaryExpression') {
    if (node['operator'] === '+' || node.type === 'LogicalExpression') [node['left'], node['right']].forEach((side) => inExpression(side, found));
  }
}

function inAttribute(node: Node, found: string[]): void {
  if (!read.has(String(node['name']))) return;
  const value = node['value'];
  for (const part of Array.isArray(value) ? value : [value]) {
    if (!isNode(part)) continue;
    if (part.type === 'Text' && wordy(String(part['data']))) found.push(String(part['data']));
    if (part.type === 'ExpressionTag') inExpression(part['expression'], found);
  }
}

function walk(node: unknown, found: string[]): void {
  if (Array.isArray(node)) {
    for (const child of node) walk(child, found);
    return;
  }
  if (!isNode(node)) return;
  if (node.type === 'Text' && wordy(String(node['data']))) found.push(String(node['data']).trim());
  if (node.type === 'ExpressionTag') inExpression(node['expression'], found);
  if (node.type === 'Attribute') {
    inAttribute(node, found);
    return;
  }
  if (node.type.endsWith('Directive')) return;
  for (const [key, value] of Object.entries(node)) {
    if (key !== 'expression' && key !== 'test' && key !== 'context') walk(value, found);
  }
}

/** Words of the markup that are not from the catalogue. */
function words(text: string): string[] {
  const found: string[] = [];
  const root: AST.Root = parse(text, { modern: true });
  walk(root.fragment, found);
  return found;
}

test('the check finds words in text, attributes and choices', () => {
  expect(words('<p>Hello</p>')).toEqual(['Hello']);
  expect(words('<button aria-label="Close it">x</button>')).toEqual(['Close it']);
  expect(words("<p>{open ? 'Close' : t.app.open}</p>")).toEqual(['Close']);
  expect(words('<p class="one-line">{t.app.name} = {count(3)}</p>')).toEqual([]);
});

test('every word on screen comes from the catalogue', () => {
  const found = sources('.svelte').flatMap(({ path, text }) => words(text).map((word) => `${path}: ${word}`));
  expect(found, 'add it to lib/messages').toEqual([]);
});

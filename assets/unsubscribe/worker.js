/* Unsubscribe page of @SHOP@, made by Pannier, for Cloudflare Workers.
 *
 * Make a Worker from this file, bind a KV namespace to it under the name NOTES, and tell Pannier
 * its address. Whoever follows a link in one of your mails sees a button; pressing it, or the
 * button of their mail program, notes that they want no more mail. Pannier fetches these notes
 * when it runs.
 *
 * The key below belongs to this page alone. With it links are checked, so that nobody can make one
 * up. Nothing about your customers is kept here: a note is a word that only Pannier can read.
 */
const KEY = '@KEY@';

const encoder = new TextEncoder();

const key = () =>
  crypto.subtle.importKey(
    'raw',
    Uint8Array.from(KEY.match(/../g), (pair) => parseInt(pair, 16)),
    { name: 'HMAC', hash: 'SHA-256' },
    false,
    ['sign'],
  );

const mac = async (text) =>
  new Uint8Array(await crypto.subtle.sign('HMAC', await key(), encoder.encode(text)));

const sign = async (text) =>
  Array.from(await mac(text), (byte) => byte.toString(16).padStart(2, '0')).join('');

const base32 = (bytes) => {
  const letters = 'abcdefghijklmnopqrstuvwxyz234567';
  const bits = Array.from(bytes, (byte) => byte.toString(2).padStart(8, '0')).join('');
  return bits.replace(/.{1,5}/g, (five) => letters[parseInt(five.padEnd(5, '0'), 2)]);
};

/* Takes as long whether it is wrong at the beginning or at the end. */
const same = (one, other) => {
  let differences = one.length ^ other.length;
  for (let at = 0; at < one.length; at += 1) {
    differences |= one.charCodeAt(at) ^ other.charCodeAt(at % (other.length || 1));
  }
  return differences === 0;
};

/* The second half of a true word follows from the first and the key. */
const isTrue = async (word) =>
  /^[a-z2-7]{32}$/.test(word) &&
  same(base32((await mac(word.slice(0, 16))).slice(0, 10)), word.slice(16));

const headers = (type) => ({
  'Content-Type': `${type}; charset=utf-8`,
  'Cache-Control': 'no-store',
  'Referrer-Policy': 'no-referrer',
  'X-Robots-Tag': 'noindex',
});

const text = (status, words) => new Response(words, { status, headers: headers('text/plain') });

const page = (status, words, button = '') =>
  new Response(
    `<!doctype html><html lang="@LANG@"><meta charset="utf-8">` +
      `<meta name="viewport" content="width=device-width, initial-scale=1">` +
      `<meta name="robots" content="noindex"><title>@SHOP@</title>` +
      `<style>body{font:1.1rem/1.5 system-ui,sans-serif;max-width:30rem;margin:4rem auto;` +
      `padding:0 1rem}button{font:inherit;padding:.6rem 1.2rem}</style>` +
      `<main><h1>@SHOP@</h1><p>${words}</p>${button}</main></html>`,
    { status, headers: headers('text/html') },
  );

const seconds = () => Math.floor(Date.now() / 1000);

const pull = async (query, notes) => {
  const since = query.get('pull');
  const at = query.get('at') || '';
  const digits = /^[0-9]{1,12}$/;
  const signed = await sign(`pull ${since} ${at}`);
  if (!digits.test(since) || !digits.test(at) || !same(signed, query.get('sig') || '')) {
    return text(403, 'refused\n');
  }
  if (Math.abs(seconds() - Number(at)) > 900) {
    return text(403, `clock ${seconds()}\n`);
  }
  let lines = `now ${seconds()}\n`;
  let cursor;
  do {
    const found = await notes.list({ prefix: 'no:', cursor });
    for (const { name, metadata } of found.keys) {
      if (metadata.at >= Number(since)) {
        lines += `${name.slice(3)} ${metadata.at}\n`;
      }
    }
    cursor = found.list_complete ? undefined : found.cursor;
  } while (cursor);
  return text(200, `${lines}sign ${await sign(`${at}\n${lines}`)}\n`);
};

export default {
  async fetch(request, env) {
    const query = new URL(request.url).searchParams;
    if (query.has('pull')) {
      return pull(query, env.NOTES);
    }
    const word = (query.get('u') || '').toLowerCase();
    if (!(await isTrue(word))) {
      return page(404, '@BROKEN@');
    }
    if (request.method === 'POST') {
      try {
        const name = `no:${word}`;
        const known = await env.NOTES.getWithMetadata(name);
        /* Once an hour at most: who agreed anew since can say it again. */
        if (known.value === null || seconds() - known.metadata.at > 3600) {
          await env.NOTES.put(name, '1', { metadata: { at: seconds() } });
        }
      } catch {
        return page(500, '@FAILED@');
      }
      return page(200, '@DONE@');
    }
    /* Programs that check mails follow every link: looking changes nothing. */
    const form = `<form method="post" action="?u=${word}"><button>@BUTTON@</button></form>`;
    return page(200, '@QUESTION@', form);
  },
};

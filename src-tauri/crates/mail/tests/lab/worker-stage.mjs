// Runs a Cloudflare Worker on this computer, with a KV namespace in memory whose lists come in pages
// of one: node worker-stage.mjs WORKER PORT
import { createServer } from 'node:http';
import { pathToFileURL } from 'node:url';

const [, , file, port] = process.argv;
const { default: worker } = await import(pathToFileURL(file));

const kept = new Map();
const NOTES = {
  async getWithMetadata(name) {
    const found = kept.get(name);
    return found ? { value: found.value, metadata: found.metadata } : { value: null, metadata: null };
  },
  async put(name, value, { metadata }) {
    kept.set(name, { value, metadata });
  },
  async list({ prefix, cursor }) {
    const names = [...kept.keys()].filter((name) => name.startsWith(prefix)).sort();
    const at = Number(cursor ?? 0);
    const keys = names.slice(at, at + 1).map((name) => ({ name, metadata: kept.get(name).metadata }));
    const whole = at + 1 >= names.length;
    return { keys, list_complete: whole, cursor: whole ? undefined : String(at + 1) };
  },
};

createServer(async (incoming, outgoing) => {
  const body = [];
  for await (const part of incoming) body.push(part);
  const request = new Request(`http://127.0.0.1:${port}${incoming.url}`, {
    method: incoming.method,
    headers: incoming.headers,
    body: incoming.method === 'POST' ? Buffer.concat(body) : undefined,
  });
  const response = await worker.fetch(request, { NOTES });
  outgoing.writeHead(response.status, Object.fromEntries(response.headers));
  outgoing.end(await response.text());
}).listen(Number(port), '127.0.0.1');

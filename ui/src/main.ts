import { mount } from 'svelte';
import '$lib/tokens/fonts';
import '$lib/tokens/tokens.css';
import '$lib/tokens/base.css';
import { host, insideProgram, type Backend } from '$lib/backend/backend';
import Shell from './shell/Shell.svelte';

async function backend(): Promise<Backend> {
  // A browser without the program, while developing.
  if (import.meta.env.MODE !== 'production' && !insideProgram()) {
    const { makeFake } = await import('$lib/backend/fake');
    const scene = new URLSearchParams(location.search).get('fake') ?? 'usual';
    const fake = makeFake(scene as Parameters<typeof makeFake>[0]);
    Object.assign(window, { fake });
    return fake;
  }
  return host;
}

const target = document.getElementById('app');
if (target) mount(Shell, { target, props: { backend: await backend() } });

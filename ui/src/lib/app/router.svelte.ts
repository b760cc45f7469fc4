// Where the window is: a hash address, so that it works from a file and from any protocol.

/** A page's name and what it was opened with. */
export interface Place {
  page: string;
  params: URLSearchParams;
}

/** `#/orders?search=vogt` is page `orders` with one param. */
export function parsePlace(hash: string): Place {
  const [path = '', query = ''] = hash.replace(/^#\/?/u, '').split('?', 2);
  return { page: path === '' ? 'home' : path, params: new URLSearchParams(query) };
}

/** The address of a page. */
export function address(page: string, params: Record<string, string | null | undefined> = {}): string {
  const given = Object.entries(params).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  const query = new URLSearchParams(given).toString();
  return query === '' ? `#/${page}` : `#/${page}?${query}`;
}

/** The present place; follows the address. */
export class Router {
  place = $state.raw<Place>(parsePlace(location.hash));
  #hash = location.hash;

  constructor() {
    $effect(() => {
      const follow = () => this.#follow();
      window.addEventListener('hashchange', follow);
      return () => window.removeEventListener('hashchange', follow);
    });
  }

  go(page: string, params: Record<string, string | null | undefined> = {}): void {
    location.hash = address(page, params);
  }

  /** The same page with other params. What is to be forgotten leaves nothing for Back. */
  put(page: string, params: URLSearchParams, forget = false): void {
    const query = params.toString();
    const hash = query === '' ? `#/${page}` : `#/${page}?${query}`;
    if (hash === location.hash) return;
    if (forget) location.replace(hash);
    else location.hash = hash;
    this.#follow();
  }

  /** The browser tells of a change later, and once more than needed: the same place is no change. */
  #follow(): void {
    if (location.hash === this.#hash) return;
    this.#hash = location.hash;
    this.place = parsePlace(location.hash);
  }
}

// The stand-in's customers who may be one person.
import type { Backend, CustomerGlance, DuplicateList, DuplicatePair, PairInput, Topic } from './backend';
import { BackendError } from './errors';
import type { Scene } from './fake';

type Asked = Pick<Backend, 'duplicates' | 'joinCustomers' | 'partCustomers' | 'dismissDuplicate'>;

const nobody: CustomerGlance = {
  handle: '', name: '', email: '', phone: '', street: '', place: '', ids: [], orders: 0, newestOrder: null, saidNo: false,
};

function customer(given: Partial<CustomerGlance>): CustomerGlance {
  const made = { ...nobody, ...given };
  return { ...made, handle: made.email || made.phone || (made.ids[0] ?? '') };
}

function made(): DuplicatePair[] {
  const anna = { name: 'Anna Lark', phone: '+49 30 901820', street: 'Oak Street 12', place: '06304 Halle, DE' };
  const pairs: [Partial<CustomerGlance>, Partial<CustomerGlance>, Omit<DuplicatePair, 'a' | 'b' | 'saidAt'>][] = [
    [
      { ...anna, email: 'anna.lark@gmail.com', ids: ['shopify:7001'], orders: 7, newestOrder: '2026-06-12', saidNo: true },
      { ...anna, email: 'annalark@googlemail.com', phone: '', orders: 1, newestOrder: '2025-11-30' },
      { reasons: ['mailbox', 'nameAndStreet'], likelihood: 'high', score: 96 },
    ],
    [
      { name: 'Jeroen Bakker', email: 'jeroen@hotmail.com', place: '3511 Utrecht, NL', orders: 6, newestOrder: '2026-05-02' },
      { name: 'Jeroen Bakker', email: 'jeroen@hotmial.com', place: '3511 Utrecht, NL', orders: 1, newestOrder: '2026-05-02' },
      { reasons: ['providerSlip', 'nameAndZip'], likelihood: 'high', score: 93 },
    ],
    [
      { name: 'Élodie Marchand', email: 'elodie@marchand.example', phone: '+33 1 42 68 53 00', orders: 5, newestOrder: '2026-04-24' },
      { phone: '+33 1 42 68 53 00', orders: 2, newestOrder: '2026-03-01' },
      { reasons: ['phone'], likelihood: 'fair', score: 60 },
    ],
    [
      { name: 'Katharina Moser', email: 'k.moser@example.com', street: 'Ringweg 4', place: '8010 Graz, AT', orders: 5, newestOrder: '2026-03-03' },
      { name: 'Lukas Moser', email: 'lukas@example.com', street: 'Ringweg 4', place: '8010 Graz, AT' },
      { reasons: ['household'], likelihood: 'low', score: 13 },
    ],
  ];
  return pairs.map(([a, b, rest]) => ({ a: customer(a), b: customer(b), ...rest, saidAt: null }));
}

/** Pairs of customers that can be joined, parted and kept apart. */
export function fakeDuplicates(scene: Scene, wait: () => Promise<void>, fail: () => void, say: (topics: Topic[]) => void): Asked {
  const many = scene === 'many' ? 40 : 0;
  const more = Array.from({ length: many }, (_, at): DuplicatePair => ({
    a: customer({ name: 'Sven Ahlers', email: `sven${String(at)}@example.com`, orders: 2, newestOrder: '2026-02-08' }),
    b: customer({ name: 'Sven Ahlers', email: `sven.${String(at)}@example.com`, orders: 1, newestOrder: '2026-01-08' }),
    reasons: ['mailbox'], likelihood: 'high', score: 85, saidAt: null,
  }));
  const all: { pair: DuplicatePair; list: DuplicateList }[] = (scene === 'empty' ? [] : [...made(), ...more]).map((pair) => ({ pair, list: 'likely' }));
  const of = (list: DuplicateList) => all.filter((entry) => entry.list === list);

  const put = async ({ a, b }: PairInput, list: DuplicateList) => {
    await wait();
    fail();
    const found = all.find(({ pair }) => [pair.a.handle, pair.b.handle].every((handle) => handle === a || handle === b));
    if (!found) {
      const known = (handle: string) => all.some(({ pair }) => pair.a.handle === handle || pair.b.handle === handle);
      const [field, text] = known(a) ? (['b', b] as const) : (['a', a] as const);
      throw new BackendError({ code: 'notFound', message: `No customer has the e-mail, number or id “${text}”. Nothing was changed`, field });
    }
    const changed = found.list !== list;
    found.list = list;
    say(['customers', 'orders']);
    return { a: found.pair.a, b: found.pair.b, changed };
  };

  return {
    duplicates: async ({ list, offset, limit }) => {
      await wait();
      fail();
      const decided = { reasons: [], likelihood: null, score: null, saidAt: Date.UTC(2026, 5, 30, 9, 14) };
      const rows = of(list).slice(offset, offset + limit);
      return {
        likely: of('likely').length,
        joined: of('joined').length,
        apart: of('apart').length,
        rows: rows.map(({ pair }) => (list === 'likely' ? pair : { ...pair, ...decided })),
      };
    },
    joinCustomers: (pair) => put(pair, 'joined'),
    partCustomers: (pair) => put(pair, 'likely'),
    dismissDuplicate: ({ pair, apart }) => put(pair, apart ? 'apart' : 'likely'),
  };
}

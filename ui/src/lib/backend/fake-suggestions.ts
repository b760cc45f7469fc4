// The stand-in's suggestions: with reasons that can be opened, a proof, rules that are kept, and files.
import type { Backend, OrdersBehind, ProductSuggestions, RuleProducts, SaidSuggestionRule, Share, Suggested, SuggestedList, SuggestedTo, SuggestionQuality, SuggestionRule, SuggestionWork, Topic } from './backend';
import type { Scene } from './fake';
import { amount, type FakeOrder } from './fake-data';

type Asked = Pick<
  Backend,
  | 'productSuggestions'
  | 'customerSuggestions'
  | 'ordersBehind'
  | 'suggestionWork'
  | 'prepareSuggestions'
  | 'stopSuggestions'
  | 'suggestionQuality'
  | 'suggestionRules'
  | 'setSuggestionRules'
  | 'ruleWords'
  | 'previewSuggestions'
  | 'exportSuggestions'
>;

/** What it knows of a product. */
export interface FakeWare {
  id: number;
  name: string;
  minor: number;
  sold: boolean;
  picture: string | null;
}

interface Sides {
  scene: Scene;
  orders: readonly FakeOrder[];
  wares: () => readonly FakeWare[];
  wait: () => Promise<void>;
  fail: () => void;
  say: (topics: Topic[]) => void;
}

const categories = ['Throws', 'Cushions', 'Candles', 'Kitchen', 'Baskets'];
const systems: SuggestedTo[] = ['shopify', 'woocommerce', 'magento', 'prestashop', 'shopware', 'json'];
const share = (value: number, off: number | null = null): Share => ({ value, low: off === null ? null : value - off, high: off === null ? null : value + off });

/** The part of the stand-in that suggests. */
export function fakeSuggestions({ scene, orders, wares, wait, fail, say }: Sides): Asked {
  const few = scene === 'few' || orders.length === 0;
  let steps = scene === 'slow' ? 0 : 9;
  let stopped = false;
  let tried = false;
  let rules: SuggestionRule[] = (['giftCards', 'soldOut', 'owned'] as const).map((kind) => ({ which: { kind }, beside: null, then: { kind: 'never' } }));

  const work = (): SuggestionWork => {
    if (wares().length === 0) return { kind: 'noOrders' };
    if (steps >= 9) return { kind: 'done' };
    return stopped ? { kind: 'stopped' } : { kind: 'working', done: steps, total: 9 };
  };
  const one = (ware: FakeWare, reason: string, behind: OrdersBehind | null): Suggested => ({ id: ware.id, name: ware.name, picture: ware.picture, price: amount(ware.minor), reason, behind });
  const listed = (list: Suggested[], nothing: string): SuggestedList => ({ list, nothing: list.length === 0 ? nothing : null });
  const none: SuggestedList = { list: [], nothing: null };

  const beside = (id: number): ProductSuggestions => {
    if (steps < 9) return { work: work(), goesWith: none, later: none, similar: none, stepUp: none };
    const own = wares().find((ware) => ware.id === id);
    const others = wares().filter((ware) => ware.id !== id && ware.sold);
    const sold = own?.sold === true && !few;
    const held = (at: number) => 96 - at * 11;
    return {
      work: work(),
      goesWith: listed(
        sold ? others.slice(0, 5).map((ware, at) => one(ware, `${String(held(at))} of 431 orders with ${own.name} also had ${ware.name}: 3.4 × chance`, { kind: 'together', with: id, orders: held(at) })) : [],
        few ? 'Too few orders to tell: 12 with two products or more, of 50 that it takes' : 'Too few orders to tell: 0 with this product, of 5 that it takes',
      ),
      later: listed([], 'Its buyers come back for nothing in particular'),
      similar: listed(own ? others.slice(2, 4).map((ware) => one(ware, `Shares the same category with ${own.name}`, null)) : [], 'No other product is of its kind'),
      stepUp: listed(sold ? others.slice(4, 5).map((ware) => one(ware, `41 of 120 who took ${own.name} or this one chose this one, 30 % dearer`, { kind: 'stepUp', with: id, orders: 41 })) : [], 'Nobody chose a dearer product of its kind over it'),
    };
  };

  const quality = (): SuggestionQuality => {
    const rest = { extraUnits: null, takePercent: 5, products: wares().length, without: [], withoutCount: 0, bareCount: 0 };
    if (steps < 9 || wares().length === 0) return { work: work(), proof: null, choice: null, learntFrom: 0, ...rest };
    const methods = (['next', 'new', 'cart', 'one', 'newcomer'] as const).map((task) => ({
      task,
      by: task === 'newcomer' ? (['popular'] as const).slice() : task === 'next' ? (['before', 'timing', 'popular'] as const).slice() : (['orders', 'people', 'kind'] as const).slice(),
      reached: few ? null : 0.21,
      popular: few ? null : 0.12,
    }));
    const lonely = wares().filter((ware) => few || !ware.sold);
    return {
      work: work(),
      learntFrom: orders.length,
      choice: { from: few ? null : '2026-04-21', to: few ? null : '2026-06-01', methods },
      proof: few
        ? null
        : {
            from: '2026-06-03',
            to: '2026-06-30',
            learntFrom: 11_702,
            tasks: [
              { task: 'next', cases: 214, hit: share(0.412, 0.06), hitPopular: share(0.332, 0.06), ndcg: share(0.241, 0.03), ndcgPopular: share(0.18, 0.03), hitGain: share(0.08, 0.05), verdict: 'better' },
              { task: 'new', cases: 180, hit: share(0.2), hitPopular: share(0.19), ndcg: share(0.11), ndcgPopular: share(0.1), hitGain: share(0.01, 0.06), verdict: 'cannotTell' },
              { task: 'cart', cases: 640, hit: share(0.36), hitPopular: share(0.2), ndcg: share(0.22), ndcgPopular: share(0.1), hitGain: share(0.16, 0.03), verdict: 'better' },
              { task: 'one', cases: 1_204, hit: share(0.312), hitPopular: share(0.184), ndcg: share(0.19), ndcgPopular: share(0.09), hitGain: share(0.128, 0.025), verdict: 'better' },
              { task: 'newcomer', cases: 21, hit: share(0.3), hitPopular: share(0.3), ndcg: share(0.2), ndcgPopular: share(0.2), hitGain: share(0), verdict: 'tooFew' },
            ],
          },
      extraUnits: few ? null : 0.062,
      takePercent: 5,
      products: wares().length,
      without: lonely.slice(0, 200).map(({ id, name }) => ({ id, name, why: 'Too few orders to tell: 0 with this product, of 5 that it takes', hasSimilar: name.startsWith('Advent') })),
      withoutCount: lonely.length,
      bareCount: lonely.filter(({ name }) => !name.startsWith('Advent')).length,
    };
  };

  const named = (products: RuleProducts | null) =>
    products?.kind === 'products' ? products.ids.map((id) => ({ id, name: wares().find((ware) => ware.id === id)?.name ?? null })) : [];
  const said = (): SaidSuggestionRule[] => rules.map((rule) => ({ rule, sentence: `${rule.then.kind} ${rule.which.kind}`, products: [...named(rule.which), ...named(rule.beside)] }));

  const answer = async <T>(give: () => T): Promise<T> => {
    await wait();
    fail();
    return give();
  };

  return {
    productSuggestions: (id) => answer(() => beside(id)),
    customerSuggestions: (id) =>
      answer(() => {
        if (steps < 9) return { work: work(), suggested: none };
        const [first, second, third] = wares().filter(({ sold }) => sold);
        const list = few || !first || !second || !third
          ? []
          : [
              one(first, `37 of 210 buyers of ${second.name} also took ${first.name}: 3.1 × chance`, { kind: 'sameBuyers', with: second.id, orders: 37 }),
              one(second, 'Bought 4 times, last 74 days ago; usually bought again after 70 days', { kind: 'again', with: null, orders: 4 }),
              one(third, `Left in their cart ${String(id % 9)} days ago`, null),
            ];
        return { work: work(), suggested: listed(list, 'Too few orders to tell: it takes 50 customers, and 12 ordered') };
      }),
    ordersBehind: ({ kind, offset, limit }) =>
      answer(() => {
        const held = { together: 96, sameBuyers: 37, later: 20, stepUp: 41, again: 4, popular: 60 }[kind];
        const found = orders.filter(({ lines }) => lines.length > 1).slice(0, held).map(({ row }) => row);
        return { total: found.length, goods: amount(found.reduce((sum, row) => sum + row.goods.minor, 0)), generation: 1, rows: found.slice(offset, offset + limit) };
      }),
    suggestionWork: async () => {
      await Promise.resolve();
      if (steps < 9 && !stopped) steps += 1;
      if (steps === 9 && scene === 'slow') {
        steps += 1;
        say(['suggestions']);
      }
      return work();
    },
    prepareSuggestions: () =>
      answer(() => {
        stopped = false;
        return work();
      }),
    stopSuggestions: () =>
      answer(() => {
        stopped = true;
        return work();
      }),
    suggestionQuality: () => answer(quality),
    suggestionRules: () => answer(said),
    setSuggestionRules: (next) =>
      answer(() => {
        rules = next;
        return said();
      }),
    ruleWords: () => answer(() => ({ categories, vendors: ['Ofen', 'Wren'], costs: scene !== 'shelf' })),
    previewSuggestions: ({ to, tried: shown }) =>
      answer(() => {
        const mine = to === 'shopify' || to === 'json';
        const counted = wares().length;
        const base = { work: work(), systems: systems.map((system) => ({ to: system, products: system === 'shopify' || system === 'json' ? counted : 0 })), tried, nameless: 0, without: 0, trial: null, columns: [], rows: [] };
        if (!mine || few) return { ...base, problem: few ? 'Too few orders to tell: 12 with two products or more, of 50 that it takes' : 'No product here comes from a products file of that system. Import that file first', products: 0 };
        const trial = to === 'shopify' && !shown ? (wares()[0]?.name ?? null) : null;
        const columns = to === 'json' ? [] : ['Handle', 'Title', 'Complementary products', 'Related products'];
        const rows = to === 'json' ? [] : wares().slice(0, trial === null ? 4 : 1).map(({ name }) => [name.toLowerCase().replaceAll(' ', '-'), name, 'soy-candle; tea-towels', 'linen-throw']);
        return { ...base, problem: null, products: trial === null ? counted - 2 : 1, without: 2, trial, columns, rows };
      }),
    exportSuggestions: ({ to, tried: shown }) =>
      answer(() => {
        if (to === 'shopify' && shown) tried = true;
        const trial = to === 'shopify' && !shown ? (wares()[0]?.name ?? null) : null;
        return { path: `/downloads/suggestions-${to}.csv`, products: trial === null ? wares().length - 2 : 1, nameless: 0, trial };
      }),
  };
}

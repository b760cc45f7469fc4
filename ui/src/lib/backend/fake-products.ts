// The stand-in's products: what made-up orders sold of each, and pictures that can be fetched.
import type { Backend, ListProducts, ProductDays, ProductDetail, ProductPage, ProductRow, TaskProgress, Topic } from './backend';
import { BackendError } from './errors';
import type { Scene } from './fake';
import { amount, type FakeOrder } from './fake-data';
import { fakeSuggestions } from './fake-suggestions';

type Asked = Pick<Backend, 'listProducts' | 'productDetail' | 'pictures' | 'fetchPictures' | 'pictureUrl'> & ReturnType<typeof fakeSuggestions>;
type Progress = (phases: [TaskProgress['phase'], number][], report: (progress: TaskProgress) => void) => Promise<void>;

const parts = 12;
const newest = Date.UTC(2026, 5, 30);
const oneDay = 86_400_000;
const spans: Record<ProductDays, number> = { month: 30, quarter: 90, year: 365, all: 426 };
const categories: Record<string, string> = { Linen: 'Throws', Wool: 'Throws', Cushion: 'Cushions', Beeswax: 'Candles', Stoneware: 'Kitchen', Olive: 'Kitchen', Tea: 'Kitchen', Wicker: 'Baskets' };
const dayText = (time: number) => new Date(time).toISOString().slice(0, 10);

interface Ware {
  id: number;
  name: string;
  sku: string;
  minor: number;
  soldAs: number[];
  stock: number | null;
  offered: boolean;
}

/** Products of the orders, the first ones sold most; and two that nobody bought. */
function wares(orders: readonly FakeOrder[], scene: Scene): Ware[] {
  const found = new Map<string, Ware>();
  const add = (name: string, sku: string, minor: number) => {
    const at = found.size + 1;
    found.set(name, { id: at * 2, name, sku, minor, soldAs: [at], stock: at === 3 ? 0 : at * 14, offered: true });
  };
  for (const order of orders.slice(0, 400)) for (const line of order.lines) if (!found.has(line.name)) add(line.name, line.sku, line.minor);
  add('Paper star, large', 'PS-L', 1290);
  add('Advent wreath', 'AW-1', 3400);
  const list = [...found.values()].map((ware, at) => (at < found.size - 2 ? ware : { ...ware, soldAs: [], offered: at % 2 === 0 }));
  if (scene !== 'many') return list;
  return Array.from({ length: 100_000 }, (_, at) => ({ ...(list[at % list.length] as Ware), id: (at + 1) * 2, name: `${list[at % list.length]?.name ?? ''} ${String(at + 1)}` }));
}

/** The part of the stand-in that knows products. */
export function fakeProducts(scene: Scene, orders: readonly FakeOrder[], wait: () => Promise<void>, fail: () => void, progress: Progress, say: (topics: Topic[]) => void): Asked {
  let shelf: Ware[] | undefined;
  let here = 0;
  const named = scene === 'few' || scene === 'empty' ? 0 : 8;
  const all = () => (shelf ??= scene === 'empty' ? [] : wares(orders, scene));
  const fromFiles = scene !== 'few';

  const row = (ware: Ware, days: ProductDays): ProductRow => {
    const from = dayText(newest - (spans[days] - 1) * oneDay);
    const plain = ware.name.replace(/ \d+$/u, '');
    const trend = Array.from({ length: parts }, () => 0);
    let units = 0;
    let revenue = 0;
    let baskets = 0;
    const holding = orders.filter((order) => order.day >= from && order.lines.some((line) => line.name === plain));
    for (const order of holding) {
      baskets += order.row.goods.minor;
      const part = Math.min(parts - 1, Math.floor(((Date.parse(order.day) - Date.parse(from)) / oneDay) * (parts / spans[days])));
      for (const line of order.lines.filter(({ name }) => name === plain)) {
        units += line.quantity;
        revenue += line.minor * line.quantity;
        trend[part] = (trend[part] ?? 0) + line.quantity;
      }
    }
    return {
      id: ware.id,
      name: ware.name,
      category: fromFiles ? (categories[ware.name.split(' ')[0] ?? ''] ?? '') : '',
      picture: fromFiles && ware.id / 2 <= here ? `picture${String(ware.id)}` : null,
      offered: ware.offered,
      stock: fromFiles ? ware.stock : null,
      units,
      revenue: amount(revenue),
      orders: holding.length,
      aov: holding.length === 0 ? null : amount(Math.round(baskets / holding.length)),
      trend,
    };
  };

  const list = (input: ListProducts): ProductPage => {
    const words = input.search.trim().toLowerCase();
    const found = all().filter((ware) => `${ware.name} ${ware.sku}`.toLowerCase().includes(words));
    const sign = input.descending ? -1 : 1;
    // A hundred thousand are not counted one by one for a look at a list.
    const rows = scene === 'many' ? found.slice(input.offset, input.offset + input.limit).map((ware) => ({ ...row(all()[0] as Ware, input.days), id: ware.id, name: ware.name })) : found.map((ware) => row(ware, input.days));
    const by: Record<ListProducts['sort'], (one: ProductRow) => number> = {
      name: () => 0,
      units: (one) => one.units,
      revenue: (one) => one.revenue.minor,
      orders: (one) => one.orders,
      aov: (one) => one.aov?.minor ?? -1,
      stock: (one) => one.stock ?? -1,
    };
    if (scene !== 'many') rows.sort((a, b) => sign * (input.sort === 'name' ? a.name.localeCompare(b.name) : by[input.sort](a) - by[input.sort](b)));
    return {
      total: found.length,
      from: dayText(newest - (spans[input.days] - 1) * oneDay),
      to: dayText(newest),
      parts,
      generation: 1,
      fromFiles,
      stocked: fromFiles,
      rows: scene === 'many' ? rows : rows.slice(input.offset, input.offset + input.limit),
    };
  };

  const detail = (id: number, days: ProductDays): ProductDetail => {
    const ware = all().find((one) => one.id === id);
    if (!ware) throw new BackendError({ code: 'notFound', message: 'This product is not there any more', field: null });
    const from = dayText(newest - (spans[days] - 1) * oneDay);
    const within = orders.filter((order) => order.day >= from);
    const second = { title: 'Large', sku: `${ware.sku}-L`, price: amount(ware.minor + 900), stock: 0 };
    const first = { title: ware.soldAs.includes(1) ? 'Usual' : '', sku: ware.sku, price: amount(ware.minor), stock: fromFiles ? ware.stock : null };
    return {
      row: row(ware, days),
      from,
      to: dayText(newest),
      vendor: fromFiles ? 'Wren' : '',
      price: amount(ware.minor),
      cost: ware.soldAs.includes(1) ? amount(Math.round(ware.minor * 0.4)) : null,
      url: fromFiles ? `https://www.shop.example/products/${ware.sku.toLowerCase()}` : null,
      variants: ware.soldAs.includes(1) ? [first, second] : [first],
      aovOfAll: within.length === 0 ? null : amount(Math.round(within.reduce((sum, order) => sum + order.row.goods.minor, 0) / within.length)),
      soldAs: ware.soldAs,
    };
  };

  return {
    ...fakeSuggestions({
      scene,
      orders,
      wares: () => all().slice(0, 40).map(({ id, name, minor, soldAs }) => ({ id, name, minor, sold: soldAs.length > 0, picture: id / 2 <= here ? `picture${String(id)}` : null })),
      wait,
      fail,
      say,
    }),
    listProducts: async (input) => {
      await wait();
      fail();
      return list(input);
    },
    productDetail: async ({ id, days }) => {
      await wait();
      fail();
      return detail(id, days);
    },
    pictures: async () => {
      await wait();
      return { named, here, sites: here < named ? ['www.shop.example'] : [] };
    },
    fetchPictures: async (report) => {
      const missing = named - here;
      try {
        await progress([['reading', missing]], report);
      } catch (error) {
        // Who stops it has what came.
        if (!(error instanceof BackendError) || error.code !== 'cancelled') throw error;
        here += 1;
        return { fetched: 1, failed: [], left: missing - 1 };
      }
      const failed = missing > 1 ? [{ product: 'Advent wreath', address: 'https://www.shop.example/pictures/wreath.jpg', why: 'there is no picture at this address any more. Put it into the product again (answer 404)' }] : [];
      here = named - failed.length;
      return { fetched: missing - failed.length, failed, left: 0 };
    },
    // A plain square in a colour of its own, for what is a picture in the program.
    pictureUrl: (key) => `data:image/svg+xml,${encodeURIComponent(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><rect width="8" height="8" fill="hsl(${String((Number(key.replace(/\D/gu, '')) * 47) % 360)} 30% 70%)"/></svg>`)}`,
  };
}

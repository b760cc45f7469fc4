// The stand-in's programme: two members, of whom one has enough for a reward. Rules are kept as
// they are said; only points by hand, rewards and pauses move anything.
import type {
  Backend,
  LedgerEntry,
  LoyaltyProgramme,
  MemberDetail,
  MemberReward,
  MemberRow,
  ProgrammeRules,
  ProgrammeSaid,
  ProgrammesTried,
  ProgrammeTried,
  Topic,
} from './backend';
import { BackendError } from './errors';
import type { Scene } from './fake';
import { amount } from './fake-data';

type Asked = Pick<
  Backend,
  | 'loyaltyProgramme'
  | 'loyaltyOverview'
  | 'setLoyaltyProgramme'
  | 'tryLoyaltyProgramme'
  | 'setLoyaltyAssumptions'
  | 'pauseLoyalty'
  | 'tellOfExpiry'
  | 'listMembers'
  | 'memberDetail'
  | 'listLedger'
  | 'exportLedger'
  | 'writeStatement'
  | 'adjustPoints'
  | 'redeemPoints'
  | 'undoRedemption'
  | 'friendCode'
  | 'liability'
  | 'exportLiability'
  | 'rewardCodes'
  | 'previewCodes'
  | 'writeCodes'
  | 'giveRewards'
  | 'loyaltyEffect'
  | 'previewLoyaltyStart'
  | 'setLoyaltyStart'
  | 'stopLoyaltyStart'
>;

const terms = { minimumOrder: null, validDays: 365, perPerson: null, inAll: null };
const begin: ProgrammeRules = {
  currency: 'EUR',
  rules: [{ id: 1, earns: { kind: 'perOrder', points: 10, from: 10_000, below: null } }],
  exclusions: { discountedItems: false, products: [] },
  factors: [],
  caps: { perDay: null, perMonth: null },
  tiers: null,
  rewards: [
    { id: 1, costs: 100, gives: { kind: 'percentOff', percent: 25, atMost: null }, terms },
    { id: 2, costs: 100, gives: { kind: 'freeProduct', name: 'a freebie', worth: null }, terms },
  ],
  expiry: { kind: 'never' },
  pendingDays: 0,
  paused: false,
};
const usual = { likely: 0.6, low: 0.4, high: 0.8, from: 'assumed' as const };
const startPreview = { people: 1_248, startsOn: '2026-08-01', laterOn: '2026-09-30', shows: 0.12, isEnough: false, sentence: 'So many customers show a rise of 12 % or more' };
const sentences = ['10 points for every order of 100.00 EUR or more.', '100 points: 25 % off one order, valid 365 days.', 'Points do not expire.'];

/** Nothing is set yet. */
export function fakeProgramme(): LoyaltyProgramme {
  return { versions: [], holds: null, begin, suggested: JSON.stringify(begin), suggestedSentences: sentences };
}

function tried(programme: ProgrammeRules, threshold: number, earning: number): ProgrammeTried {
  const cost = earning * 210;
  return {
    programme, sentences, threshold: amount(threshold), earningOrders: earning, ordersAbove: earning, people: Math.round(earning / 2), points: earning * 10,
    expired: 0, rewards: Math.round(earning / 14), outstanding: earning * 6,
    cost: { low: amount(cost - 20_000), likely: amount(cost), high: amount(cost + 20_000) }, costAtMost: amount(cost * 2), liability: amount(cost / 2),
    near: { within: amount(threshold / 10), orders: 418, meanGap: amount(430) }, rise: 0.012, averageNeeded: amount(5_849), topUps: 600,
    costsMore: amount(cost - 170_520), moreTopUps: earning > 812 ? 70 : null, verdict: 'It likely costs €1,705.',
  };
}

function withThreshold(rules: ProgrammeRules, from: number): ProgrammeRules {
  return { ...rules, rules: rules.rules.map((rule) => (rule.earns.kind === 'perOrder' && rule.earns.from > 0 ? { ...rule, earns: { ...rule.earns, from } } : rule)) };
}

export function fakeLoyalty(scene: Scene, wait: () => Promise<void>, fail: () => void, say: (topics: Topic[]) => void): Asked {
  let versions: ProgrammeSaid[] = [];
  let told: string | null = null;
  let rewards: MemberReward[] = [];
  const row = (customer: number, name: string, points: number): MemberRow => ({
    customer, name, email: `${name.split(' ')[0]?.toLowerCase() ?? ''}@example.com`, points, pending: 0, toNext: Math.max(0, 100 - points), oneOrderAway: points >= 90 && points < 100,
    nextExpiry: null, nextExpiryOn: null, tier: '', joinedOn: '2026-05-04', openRewards: 0,
  });
  let people = [row(1, 'Marlene Vogt', 115), row(2, 'Jeroen Bakker', 95)];
  let lines: LedgerEntry[] = [];
  const add = (customer: number, points: number, what: LedgerEntry['what'], order: string | null = null) => {
    people = people.map((one) => (one.customer === customer ? { ...one, ...row(customer, one.name, one.points + points), openRewards: one.openRewards } : one));
    const person = people.find((one) => one.customer === customer);
    const at = Date.UTC(2026, 5, 30, 15, lines.length);
    lines = [{ number: lines.length + 1, customer, name: person?.name ?? '', at, recordedAt: at, what, order, orderGoods: order === null ? null : amount(12_850), points, balance: person?.points ?? 0 }, ...lines];
  };
  const holds = () => versions.at(-1);
  const answer = async <T>(of: () => T): Promise<T> => {
    await wait();
    fail();
    return of();
  };
  const posted = { orders: 1_279, people: 2, lines: 2 };

  return {
    loyaltyProgramme: () => answer(() => ({ ...fakeProgramme(), versions, holds: versions.length === 0 ? null : versions.length - 1 })),
    loyaltyOverview: () =>
      answer(() => ({
        members: versions.length === 0 ? 0 : people.length, joined: 1, month: '2026-06-01', points: people.reduce((sum, one) => sum + one.points, 0), pending: 0, rewardsWorth: 2, owing: 0,
        canUse: people.filter((one) => one.points >= 100).length, oneOrder: 10, oneOrderAway: people.filter((one) => one.oneOrderAway).length,
        rewardsOut: rewards.length, rewardsUsed: 0, expires: holds()?.rules.expiry.kind === 'afterEarning', toldOn: told,
      })),
    setLoyaltyProgramme: ({ programme, from }) =>
      answer(() => {
        if (programme.rewards.length === 0) throw new BackendError({ code: 'validation', message: 'Add at least one reward that points buy', field: null });
        const first = versions.length === 0;
        versions = [
          ...versions.map((version): ProgrammeSaid => (version.holds === 'now' ? { ...version, holds: 'before', endsOn: '2026-07-01' } : version)),
          { startsOn: from ?? '2026-07-01', hasBegun: true, endsOn: null, holds: 'now', sentences, rules: programme, programme: JSON.stringify(programme) },
        ];
        if (first) {
          people = [row(1, 'Marlene Vogt', 105), row(2, 'Jeroen Bakker', 85)];
          add(1, 10, { kind: 'earned', by: 'order' }, '#11240');
          add(2, 10, { kind: 'earned', by: 'order' }, '#11219');
        }
        say(['ledger']);
        return posted;
      }),
    tryLoyaltyProgramme: ({ programme, thresholds }) =>
      answer((): ProgrammesTried => {
        if (programme.rewards.length === 0) throw new BackendError({ code: 'validation', message: 'Add at least one reward that points buy', field: null });
        const first = programme.rules.find(({ earns }) => earns.kind === 'perOrder' && earns.from > 0)?.earns;
        const from = first?.kind === 'perOrder' ? first.from : 10_000;
        return {
          from: '2025-07-01', to: '2026-06-30', orders: scene === 'few' ? 0 : 4_266, goods: amount(24_658_000), average: amount(5_780),
          buy: { points: 100, gives: '25 % off one order', worth: amount(1_800), cost: amount(1_513) },
          assumed: { redeemed: usual, breakage: { ...usual, likely: 0.1, low: 0, high: 0.2 }, margin: { ...usual, likely: 0.5, low: 0.4, high: 0.6 }, tax: 0.16, costsKnown: 0.9 },
          this: tried(programme, from, 812),
          beside: (thresholds ?? [from * 0.8, from * 0.9, from * 1.2]).map((to, at) => tried(withThreshold(programme, to), to, 1_279 - at * 200)),
          months: [{ month: '2026-06-01', points: 780, expired: 0, rewards: 5, outstanding: 4_872, liability: amount(44_200) }],
          formulas: [{ name: 'Likely cost', sentence: '8,120 points ÷ 100 × €15.13 × 60 % = €1,705' }],
        };
      }),
    setLoyaltyAssumptions: () => answer(() => undefined),
    pauseLoyalty: (paused) =>
      answer(() => {
        versions = versions.map((version) => ({ ...version, rules: { ...version.rules, paused } }));
        say(['ledger']);
        return posted;
      }),
    tellOfExpiry: () =>
      answer(() => {
        told = '2026-07-01';
        say(['ledger']);
        return posted;
      }),
    listMembers: ({ search, only, offset, limit }) =>
      answer(() => {
        const found = people.filter(
          (one) => one.name.toLowerCase().includes(search.toLowerCase()) && (only === 'all' || (only === 'canUse' ? one.toNext === 0 : only === 'oneOrderAway' ? one.oneOrderAway : one.points < 0)),
        );
        return { total: found.length, generation: lines.length, rows: found.slice(offset, offset + limit) };
      }),
    memberDetail: (id) =>
      answer((): MemberDetail => {
        const found = people.find((one) => one.customer === id);
        if (!found) throw new BackendError({ code: 'notFound', message: 'They have no points yet', field: null });
        return { row: found, rewards, friendCode: null };
      }),
    listLedger: ({ who, offset, limit }) =>
      answer(() => {
        const found = lines.filter((line) => (who.customer === null || line.customer === who.customer) && (who.only === 'all' || (who.only === 'byHand') === (line.what.kind === 'byHand')));
        return { total: found.length, generation: lines.length, rows: found.slice(offset, offset + limit) };
      }),
    exportLedger: ({ format }) => answer(() => `/downloads/points.${format}`),
    writeStatement: ({ pdf }) => answer(() => `/downloads/points-marlene-vogt.${pdf ? 'pdf' : 'html'}`),
    adjustPoints: ({ customer, points, reason }) =>
      answer(() => {
        add(customer, points, { kind: 'byHand', reason });
        say(['ledger']);
        return people.find((one) => one.customer === customer)?.points ?? 0;
      }),
    redeemPoints: ({ customer }) =>
      answer(() => {
        const gives = { kind: 'percentOff' as const, percent: 25, atMost: null };
        const code = 'KM7RT2WX9P';
        rewards = [{ code, gives, costs: 100, issuedOn: '2026-07-01', validUntil: '2027-06-30', state: 'open', usedOn: null }];
        add(customer, -100, { kind: 'spent', gives, code });
        say(['ledger']);
        return { available: people.find((one) => one.customer === customer)?.points ?? 0, reward: { code, gives: '25 % off one order', validUntil: '2027-06-30' } };
      }),
    undoRedemption: (code) =>
      answer(() => {
        rewards = rewards.map((reward) => (reward.code === code ? { ...reward, state: 'takenBack' as const } : reward));
        add(1, 100, { kind: 'unspent', gives: rewards[0]?.gives ?? null });
        say(['ledger']);
        return people[0]?.points ?? 0;
      }),
    friendCode: () => answer(() => 'RW4KTM82XH'),
    liability: () =>
      answer(() => ({
        day: '2026-07-01', points: 210, rewards: rewards.length, unpriced: 0, likely: amount(1_716), atMost: amount(3_178), buy: { points: 100, gives: '25 % off one order', worth: amount(1_800), cost: amount(1_513) },
        assumed: { redeemed: usual, breakage: usual, margin: usual, tax: 0.16, costsKnown: 0.9 },
        months: [{ month: null, points: 210, rewards: rewards.length, likely: amount(1_716), atMost: amount(3_178) }],
        formulas: [{ name: 'Liability', sentence: '210 points ÷ 100 × €15.13 × 60 % = €17.16' }],
      })),
    exportLiability: ({ format }) => answer(() => `/downloads/liability.${format}`),
    rewardCodes: () =>
      answer(() => ({
        rewards: rewards.length === 0 ? [] : [{ reward: 1, gives: '25 % off one order', open: rewards.length, notWritten: rewards.length, used: 0, expired: 0, takenBack: 0 }],
        odd: [{ kind: 'neverGiven' as const, code: 'KM7RT2WX9Q', gives: null, customer: null, name: '', sentence: 'KM7RT2WX9Q was never given out', orders: [{ id: 9, number: '#11219', day: '2026-06-29', name: 'Jeroen Bakker' }] }],
        oddInAll: 1,
      })),
    previewCodes: ({ target }) =>
      answer(() => ({
        fileName: 'codes.csv', codes: rewards.length, before: 0, columns: ['code'], sample: rewards.map(({ code }) => [code]),
        notes: target === 'shopify' ? ['Shopify reads no codes from a file. Paste them into your discount app'] : [],
        shared: target === 'shopify' ? [{ reward: 1, gives: '25 % off one order', month: '2026-07-01', code: 'JULY8K', open: 1, until: '2027-06-30' }] : [],
      })),
    writeCodes: () => answer(() => ({ path: '/downloads/codes.csv', codes: rewards.length })),
    loyaltyEffect: () =>
      answer(() => ({ comparison: null, comparisonNote: 'There is nobody to hold members against yet', start: null, canStart: true, beginsOn: '2026-08-01' })),
    previewLoyaltyStart: () => answer(() => startPreview),
    setLoyaltyStart: () => answer(() => startPreview),
    stopLoyaltyStart: () => answer(() => posted),
    giveRewards: () => answer(() => ({ given: 3, had: 0, leftOut: 0, sentence: '3 rewards were given' })),
  };
}

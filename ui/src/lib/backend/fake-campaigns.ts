// The stand-in's campaigns: a draft that can be written, one that went out with a result, and gates
// that close one by one. Nothing leaves the computer.
import type {
  Backend,
  CampaignCheck,
  CampaignContent,
  CampaignDetail,
  CampaignPeople,
  CampaignResult,
  CampaignRow,
  Document as MailDocument,
  Gate,
  KeptBlock,
  SendingContent,
  SendingCounts,
  SendingRow,
  SendingState,
  Topic,
} from './backend';
import { BackendError } from './errors';
import type { Scene } from './fake';
import { amount } from './fake-data';

type Asked = Pick<
  Backend,
  | 'listCampaigns'
  | 'campaignVerdicts'
  | 'getCampaign'
  | 'createCampaign'
  | 'saveCampaign'
  | 'deleteCampaign'
  | 'copyCampaign'
  | 'campaignKinds'
  | 'campaignVariables'
  | 'campaignDesigns'
  | 'addCampaignCodes'
  | 'exportCampaignCodes'
  | 'keptBlocks'
  | 'keepBlock'
  | 'removeKeptBlock'
  | 'addCampaignPicture'
  | 'shopLogo'
  | 'setShopLogo'
  | 'campaignProducts'
  | 'previewCampaign'
  | 'mailUrl'
  | 'campaignPeople'
  | 'checkCampaign'
  | 'testCampaign'
  | 'planCampaign'
  | 'startCampaign'
  | 'campaignResult'
>;

interface Kept {
  id: number;
  content: CampaignContent;
  state: SendingState;
  codes: number;
  testedAt: number | null;
}

const now = Date.UTC(2026, 5, 30, 16, 0);
const readers = ['Marlene Vogt', 'Jeroen Bakker', 'Élodie Marchand', 'Katharina Moser'];
const none: SendingCounts = { people: 0, ready: 0, underWay: 0, sent: 0, failed: 0, uncertain: 0, heldOut: 0, skipped: 0, reasons: [] };
const shows = [{ kind: 'amount' as const, amount: amount(1_500) }, { kind: 'percent' as const, percent: 24 }];
const went: SendingCounts = { ...none, people: 2_412, sent: 1_789, failed: 23, heldOut: 453, skipped: 147 };

const message: SendingContent = { name: '', subject: '', text: '', segment: null, account: 1, holdoutPercent: 10, startsAt: null, quietFrom: null, quietUntil: null, lateHours: 2 };

function starter(): MailDocument {
  return {
    version: 1,
    language: { kind: 'one', language: 'en' },
    subject: 'Hello {{first_name or "friend"}}, from your wishlist',
    preview: '15% off until Sunday',
    look: { accent: '#47543f', ink: '#2a2b28', card: '#ffffff', page: '#f4f3ee', panel: '#f1efe8', headings: 'sans', letters: 'sans', corners: 'soft' },
    blocks: [
      { id: 'b1', ground: 'card', content: { kind: 'logo', file: null, alt: '', width: 140, align: 'center' } },
      { id: 'b2', ground: 'card', content: { kind: 'text', words: 'Hello {{first_name or "friend"}},\n\nthese are still on your wishlist.', style: 'body', align: 'start' } },
      { id: 'b3', ground: 'card', content: { kind: 'products', heading: '', source: { kind: 'wishlist' }, count: 3, layout: 'three', otherwise: { kind: 'hide' }, prices: true, reasons: true, link: '' } },
      { id: 'b4', ground: 'card', content: { kind: 'deadline', text: '' } },
      { id: 'b5', ground: 'card', content: { kind: 'button', text: 'See them', target: { kind: 'firstProduct' }, style: 'filled', wide: true, align: 'center' } },
      { id: 'b6', ground: 'card', content: { kind: 'footer', why: '' } },
    ],
    translations: {},
  };
}

function content(name: string): CampaignContent {
  return {
    name,
    kind: 'flashOffer',
    audience: { rules: '', segments: [1], minus: [], capDays: 7 },
    offer: { terms: { kind: 'percent', percent: 15 }, minimum: 7_500, endsAt: '2026-07-12T23:59', products: { kind: 'wishedOrViewed' }, codes: { kind: 'listed' }, freeShippingFrom: null },
    document: starter(),
    otherDocument: null,
    otherPercent: 50,
    account: null,
    holdoutPercent: 10,
    startsAt: null,
    quietFrom: '21:00',
    quietUntil: '08:00',
    lateHours: 2,
    windowDays: 30,
    worthHavingPercent: 5,
    attributionDays: 5,
  };
}

function result(days: number): CampaignResult {
  const group = (name: string, people: number, buyers: number, orders: number, revenue: number) => ({
    name, people, buyers, orders, revenue: amount(revenue), revenueEach: amount(Math.round(revenue / people)), ordersEach: orders / people, orderedShare: buyers / people, aov: amount(Math.round(revenue / orders)),
  });
  return {
    main: {
      verdict: 'worked', title: 'It worked', sentence: '{0} more per customer in 30 days. Very likely between {1} and {2}', values: [319, 108, 529].map((minor) => ({ kind: 'amount' as const, amount: amount(minor) })), byRevenue: true,
      first: group('Got it', 1_812, 192, 196, 1_409_700), second: group('Held back', 453, 34, 35, 207_900),
      revenue: { low: amount(108), likely: amount(319), high: amount(529) }, revenueWords: '', orders: { low: 0.003, likely: 0.031, high: 0.059 }, morePeople: null,
      extraRevenue: { low: amount(196_000), likely: amount(578_000), high: amount(959_000) },
    },
    mails: null, from: '2026-05-12', to: '2026-06-11', day: days, days, needsOrders: false, counts: went,
    codes: { given: 1_812, used: 96, orders: 98, byOthers: 2 },
    attribution: { days: 5, codeOrders: 98, codeRevenue: amount(704_620), laterOrders: 141, laterRevenue: amount(1_013_790), words: 'Some of these would have ordered anyway, so this over-counts.' },
    notes: ['Everyone who was drawn is counted, also where the mail did not arrive.'],
  };
}

export function fakeCampaigns(scene: Scene, wait: () => Promise<void>, fail: () => void, say: (topics: Topic[]) => void): Asked {
  let kept: Kept[] = scene === 'few' ? [] : [{ id: 71, content: content('Spring linen'), state: 'finished', codes: 0, testedAt: now }];
  let blocks: KeptBlock[] = [];
  let logo: string | null = null;
  const answer = async <T>(of: () => T): Promise<T> => {
    await wait();
    fail();
    return of();
  };
  const changed = <T>(of: () => T): Promise<T> =>
    answer(() => {
      const told = of();
      say(['sending']);
      return told;
    });
  const found = (id: number): Kept => {
    const one = kept.find((each) => each.id === id);
    if (!one) throw new BackendError({ code: 'notFound', message: 'This campaign is not there any more', field: null });
    return one;
  };
  const sendingRow = ({ id, content: said, state }: Kept): SendingRow => ({
    id, name: said.name, subject: said.document.subject, segmentName: 'High value', state, pausedBy: null, pausedWhy: '', waitsFor: '', waitsUntil: null,
    counts: state === 'draft' ? none : went, createdAt: now, startsAt: null, startedAt: state === 'draft' ? null : now, endedAt: state === 'finished' ? now : null,
  });
  const row = (one: Kept): CampaignRow => ({ sending: sendingRow(one), kind: one.content.kind, offer: one.content.offer.terms ? { gives: { kind: 'percent', percent: 15 }, minimum: amount(7_500) } : null, endsAt: one.content.offer.endsAt ? Date.UTC(2026, 6, 12, 21, 59) : null, isOver: false, resultAt: one.state === 'draft' ? null : now });
  const detail = (one: Kept): CampaignDetail => ({ row: row(one), content: one.content, from: 'hello@example.com', codes: { listed: one.codes, free: one.codes, used: 0, given: 0, exportedAt: null }, testedAt: one.testedAt, copiedFrom: null, currency: 'EUR', zone: 'Europe/Berlin' });
  const people = ({ content: { audience, holdoutPercent } }: Kept): CampaignPeople => {
    const nobody = audience.segments.length === 0 && audience.rules === '';
    const eligible = nobody ? 0 : 128;
    const heldOut = Math.round((eligible * holdoutPercent) / 100);
    return {
      people: nobody ? 0 : 142, eligible, ready: eligible - heldOut, heldOut, waiting: nobody ? 0 : 3, words: nobody ? '' : 'High value', problem: nobody ? 'Choose whom this is for: a segment, or rules' : '',
      reasons: nobody ? [] : [{ state: 'skipped', reason: 'said_no', words: 'They said no', people: 8 }, { state: 'skipped', reason: 'no_address', words: 'No e-mail address', people: 6 }],
      canShow: { revenue: amount(1_500), percent: 24, holdBackPercent: holdoutPercent < 20 ? 20 : null, words: 'You would see a difference of {0} a customer or more ({1})', values: shows, isTooFew: true },
    };
  };
  const check = (one: Kept): CampaignCheck => {
    const bare = /\{\{\s*first_name\s*\}\}/u.test(one.content.document.subject);
    const gates: Gate[] = [
      { code: 'consent', group: 'people', level: 'fine', title: '128 people, all agreed to e-mail', words: '14 others are left out', values: [], fix: null, fixWords: '' },
      { code: 'measure', group: 'people', level: 'warn', title: 'Too few people to measure well', words: 'You would see a difference of {0} a customer or more ({1})', values: shows, fix: { kind: 'holdBack', percent: 20 }, fixWords: 'Hold back more' },
      bare
        ? { code: 'document', group: 'message', level: 'stop', title: 'Not everyone has a first name', words: 'Say what stands there otherwise.', values: [], fix: { kind: 'document', fix: { kind: 'addFallback', place: 'subject', name: 'first_name', fallback: 'friend' }, other: false }, fixWords: 'Say “friend”' }
        : { code: 'document', group: 'message', level: 'fine', title: 'Names stand for something', words: '', values: [], fix: null, fixWords: '' },
      one.codes < 115
        ? { code: 'codes', group: 'offer', level: 'stop', title: 'Codes are missing', words: '115 people would get one.', values: [], fix: { kind: 'addCodes' }, fixWords: 'Add codes' }
        : { code: 'codes', group: 'offer', level: 'fine', title: 'There are enough codes', words: '', values: [], fix: null, fixWords: '' },
      one.testedAt === null
        ? { code: 'test', group: 'sending', level: 'warn', title: 'No test was sent', words: '', values: [], fix: { kind: 'sendTest' }, fixWords: 'Send a test' }
        : { code: 'test', group: 'sending', level: 'fine', title: 'A test was sent', words: '', values: [], fix: null, fixWords: '' },
    ];
    const of = (level: Gate['level']) => gates.filter((gate) => gate.level === level).length;
    return { gates, stops: of('stop'), warnings: of('warn'), people: people(one), minutes: 4, doneAt: now + 240_000 };
  };
  const add = (said: CampaignContent): number => {
    const id = Math.max(71, ...kept.map((one) => one.id)) + 1;
    kept = [{ id, content: said, state: 'draft', codes: 0, testedAt: null }, ...kept];
    return id;
  };

  return {
    listCampaigns: () => answer(() => kept.map(row)),
    campaignVerdicts: () => answer(() => kept.filter(({ state }) => state === 'finished').map(({ id }) => ({ id, verdict: 'worked', title: 'It worked', needsOrders: false }))),
    getCampaign: (id) => answer(() => detail(found(id))),
    createCampaign: ({ kind }) => changed(() => add({ ...content('Wishlist offer'), kind })),
    saveCampaign: ({ id, content: said }) =>
      changed(() => {
        if (said.name.trim() === '') throw new BackendError({ code: 'validation', message: 'Give it a name', field: 'name' });
        const one = found(id ?? 0);
        one.content = said;
        one.testedAt = null;
        return one.id;
      }),
    deleteCampaign: (id) =>
      changed(() => {
        kept = kept.filter((one) => one.id !== id);
      }),
    copyCampaign: (id) => changed(() => add({ ...found(id).content, name: `${found(id).content.name} again` })),
    campaignKinds: () =>
      answer(() =>
        (['flashOffer', 'winBack', 'thankYou', 'reward', 'freeShipping', 'newLikeBought', 'cartLeft', 'pointsStatement', 'giftCard'] as const).map((kind, at) => ({ kind, people: kind === 'cartLeft' ? 0 : 40 + at * 31, problem: kind === 'cartLeft' ? 'No carts were imported yet' : '' })),
      ),
    campaignVariables: () =>
      answer(() => [
        { name: 'first_name', standsFor: 'their first name', group: 'person', fallback: 'friend' },
        { name: 'shop', standsFor: 'the shop’s name', group: 'shop', fallback: null },
        { name: 'offer.day', standsFor: 'the day it ends', group: 'offer', fallback: 'soon' },
      ]),
    campaignDesigns: () => answer(() => ['letter', 'night'].map((name) => ({ name, kind: 'reward' as const, document: { ...starter(), look: { ...starter().look, accent: '#0b4a6f' } } }))),
    addCampaignCodes: ({ id, text, instead }) =>
      changed(() => {
        const one = found(id);
        const lines = text.split('\n').filter((line) => line.trim() !== '').length;
        one.codes = instead ? lines : one.codes + lines;
        return { added: lines, known: 0, codes: detail(one).codes };
      }),
    exportCampaignCodes: () => answer(() => '/downloads/codes.csv'),
    keptBlocks: () => answer(() => blocks),
    keepBlock: ({ name, block }) =>
      changed(() => {
        const id = blocks.length + 1;
        blocks = [...blocks.filter((one) => one.name !== name), { id, name, block }];
        return id;
      }),
    removeKeptBlock: (id) =>
      changed(() => {
        const before = blocks.length;
        blocks = blocks.filter((one) => one.id !== id);
        return blocks.length < before;
      }),
    addCampaignPicture: () => answer(() => ({ file: 'local1', name: 'linen.png' })),
    shopLogo: () => answer(() => logo),
    setShopLogo: ({ file }) =>
      changed(() => {
        logo = file;
      }),
    campaignProducts: ({ search, keys }) =>
      answer(() => {
        const all = ['Linen throw, oat', 'Soy candle, fig', 'Stoneware vase, blue'].map((name, at) => ({ key: `p${String(at)}`, name, price: amount(2_400 + at * 500), picture: null, gone: false }));
        return keys.length > 0 ? keys.map((key) => all.find((one) => one.key === key) ?? { key, name: '', price: null, picture: null, gone: true }) : all.filter(({ name }) => name.toLowerCase().includes(search.toLowerCase()));
      }),
    previewCampaign: ({ id, position, search, other, language }) =>
      answer(() => {
        const one = found(id);
        const { ready: total } = people(one);
        const at = search === '' ? Math.min(position, Math.max(0, total - 1)) : Math.max(0, readers.findIndex((name) => name.toLowerCase().includes(search.toLowerCase())));
        const name = readers[at % readers.length] ?? '';
        const mail = other && one.content.otherDocument ? one.content.otherDocument : one.content.document;
        const filled = (text: string) => text.replaceAll(/\{\{\s*first_name[^}]*\}\}/gu, name.split(' ')[0] ?? '');
        const inLanguage = (place: string, own: string) => filled((language && mail.translations[language]?.texts[place]) || own);
        return { total, position: at, customer: at + 1, name, address: `reader${String(at + 1)}@example.com`, subject: inLanguage('subject', mail.subject), preview: inLanguage('preview', mail.preview), text: '', page: total === 0 ? '' : `${String(at)}/${String(mail.blocks.length)}`, bytes: 21_400, problem: '' };
      }),
    mailUrl: (page, look, chosen) => `about:blank?${page}&look=${look}${chosen === null ? '' : `&chosen=${chosen}`}`,
    campaignPeople: (id) => answer(() => people(found(id))),
    checkCampaign: (id) => answer(() => check(found(id))),
    testCampaign: ({ id }) =>
      changed(() => {
        found(id).testedAt = now;
        return { sent: true, words: '250 2.0.0 Ok' };
      }),
    planCampaign: (id) =>
      changed(() => {
        found(id).state = 'planned';
        return detail(found(id));
      }),
    startCampaign: ({ id }) =>
      changed(() => {
        found(id).state = 'finished';
        return { row: sendingRow(found(id)), content: message, from: 'hello@example.com' };
      }),
    campaignResult: (id) => answer(() => result(found(id).content.windowDays)),
  };
}

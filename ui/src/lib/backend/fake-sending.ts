// The stand-in's mail: one account, a draft's worth of people, and an outbox in which one address
// does not exist and one answer was lost. Nothing leaves the computer.
import type {
  Backend,
  InboxEvent,
  MailAccount,
  MailIdentity,
  MailPreset,
  MailSettings,
  OutboxReasonCount,
  OutboxRow,
  SendingContent,
  SendingCounts,
  SendingDetail,
  SendingRow,
  SendingState,
  SuppressedRow,
  Topic,
} from './backend';
import { BackendError } from './errors';
import type { Scene } from './fake';

type Asked = Pick<
  Backend,
  | 'mailAccounts'
  | 'mailPresets'
  | 'findMailAccount'
  | 'tryMailServers'
  | 'saveMailAccount'
  | 'removeMailAccount'
  | 'unlockMailAccount'
  | 'resumeMailAccount'
  | 'connectMailAccount'
  | 'exportUnsubscribePage'
  | 'setUnsubscribePage'
  | 'setMailIdentity'
  | 'testMailAccount'
  | 'checkMailDomain'
  | 'pollInbox'
  | 'inboxEvents'
  | 'listSuppressed'
  | 'suppressAddress'
  | 'unsuppressAddress'
  | 'exportSuppressed'
  | 'importSuppressed'
  | 'listSendings'
  | 'getSending'
  | 'saveSending'
  | 'deleteSending'
  | 'copySending'
  | 'previewSending'
  | 'testSending'
  | 'planSending'
  | 'startSending'
  | 'pauseSending'
  | 'stopSending'
  | 'listOutbox'
  | 'exportOutbox'
  | 'retryFailed'
  | 'decideUncertain'
  | 'customerMail'
>;

interface Kept {
  id: number;
  content: SendingContent;
  state: SendingState;
  pausedBy: SendingRow['pausedBy'];
  pausedWhy: string;
  rows: OutboxRow[];
  startedAt: number | null;
}

const now = Date.UTC(2026, 5, 30, 16, 0);
const settings: MailSettings = {
  address: '', name: '', replyTo: '', preset: 'gmail', host: 'smtp.gmail.com', port: 465, security: 'tls', user: '', auth: 'password', clientId: '', perSecond: null, perMinute: 20,
  perHour: null, perDay: 500, reservePercent: 10, isNew: false, connections: 2, perConnection: 50, imapHost: 'imap.gmail.com', imapPort: 993, imapSecurity: 'tls', imapUser: '', plusAddressing: false, oneClickUrl: '',
};
const gmail: MailPreset = { key: 'gmail', name: 'Gmail', needs: 'Turn on 2-Step Verification in your Google account, then make an app password for Pannier and enter it here', asksLimits: false, asksRegion: false, secret: 'appPassword', oauth: { needs: 'Make an OAuth client of the type Desktop app', hasSecret: true }, settings };
const ses: MailPreset = { key: 'ses', name: 'Amazon SES', needs: 'Make SMTP credentials in the console', asksLimits: true, asksRegion: true, secret: 'key', oauth: null, settings: { ...settings, preset: 'ses', host: 'email-smtp.REGION.amazonaws.com', imapHost: '', perDay: null, reservePercent: 0 } };
const left = { people: 3, reasons: [{ state: 'skipped', reason: 'said_no', words: 'They said no', people: 2 }, { state: 'skipped', reason: 'no_address', words: 'No e-mail address', people: 1 }] as OutboxReasonCount[] };

function people(many: number): OutboxRow[] {
  const names = ['Marlene Vogt', 'Jeroen Bakker', 'Élodie Marchand', 'Katharina Moser', 'Sven Ahlers', 'Łucja Nowak', 'Inès Delacroix', 'Birgit Thalmann', 'Hanneke Smit', 'Greta Sommer'];
  const row = (at: number): OutboxRow => {
    const name = many > names.length ? `${names[at % names.length] ?? ''} ${String(at)}` : (names[at] ?? '');
    return { id: at + 1, customer: at + 1, name, address: `reader${String(at + 1)}@example.com`, state: 'ready', why: '', said: '', leftAt: null, nextAt: null };
  };
  const all = Array.from({ length: many }, (_, at) => row(at));
  const set = (at: number, of: Partial<OutboxRow>) => {
    const one = all[at];
    if (one) Object.assign(one, of);
  };
  set(9, { state: 'heldOut' });
  set(8, { state: 'skipped', why: 'They said no' });
  return all;
}

const reasonOf = (row: OutboxRow): string => row.why.toLowerCase().replaceAll(' ', '_');

function counts(rows: readonly OutboxRow[]): SendingCounts {
  const of = (state: OutboxRow['state']) => rows.filter((row) => row.state === state).length;
  const reasons = new Map<string, OutboxReasonCount>();
  for (const row of rows) {
    if (row.why === '') continue;
    const key = `${row.state} ${row.why}`;
    reasons.set(key, { state: row.state, reason: reasonOf(row), words: row.why, people: (reasons.get(key)?.people ?? 0) + 1 });
  }
  return { people: rows.length, ready: of('ready'), underWay: of('underWay'), sent: of('sent'), failed: of('failed'), uncertain: of('uncertain'), heldOut: of('heldOut'), skipped: of('skipped'), reasons: [...reasons.values()] };
}

export function fakeSending(scene: Scene, wait: () => Promise<void>, fail: () => void, say: (topics: Topic[]) => void): Asked {
  let identity: MailIdentity | null = null;
  let accounts: MailAccount[] = [];
  let kept: Kept[] = [];
  let suppressed: SuppressedRow[] = [
    { key: 'a1', address: 'no@example.com', reason: 'unsubscribed', why: 'They said no', source: 'an unsubscribe mail', said: 'Unsubscribe', addedAt: now, mayBeRemoved: false },
    { key: 'b2', address: 'gone@example.com', reason: 'bounced', why: 'The address does not exist', source: 'the mail server', said: '550 5.1.1 No such user', addedAt: now, mayBeRemoved: true },
  ];
  let events: InboxEvent[] = [];
  const answer = async <T>(of: () => T): Promise<T> => {
    await wait();
    fail();
    return of();
  };
  const changed = <T>(of: () => T): Promise<T> =>
    answer(() => {
      const result = of();
      say(['sending']);
      return result;
    });
  const invalid = (field: string, message: string) => new BackendError({ code: 'validation', message, field });
  const found = (id: number): Kept => {
    const one = kept.find((row) => row.id === id);
    if (!one) throw new BackendError({ code: 'notFound', message: 'This message is not there any more', field: null });
    return one;
  };
  const row = ({ id, content, state, pausedBy, pausedWhy, rows, startedAt }: Kept): SendingRow => ({
    id, name: content.name, subject: content.subject, segmentName: content.segment === null ? 'Everybody' : 'Gone quiet', state, pausedBy, pausedWhy,
    waitsFor: state === 'running' && scene === 'few' ? 'It is night where they are' : '', waitsUntil: state === 'running' && scene === 'few' ? now + 3_600_000 : null,
    counts: counts(rows), createdAt: now, startsAt: null, startedAt, endedAt: state === 'finished' ? now : null,
  });
  const detail = (one: Kept): SendingDetail => ({ row: row(one), content: one.content, from: accounts.find(({ id }) => id === one.content.account)?.settings.address ?? '' });
  /** One more of them is gone each time anybody looks. */
  const goOn = () => {
    for (const one of kept) {
      if (one.state !== 'running' || scene === 'few') continue;
      const next = one.rows.find(({ state }) => state === 'ready');
      if (!next) {
        one.state = 'finished';
        continue;
      }
      next.leftAt = now;
      if (next.id === 4) Object.assign(next, { state: 'failed', why: 'The mail server refused the message', said: '554 5.7.1 Not taken from here' });
      else if (next.id === 6) Object.assign(next, { state: 'uncertain', why: 'The line broke after it had left' });
      else Object.assign(next, { state: 'sent', said: '250 2.0.0 Ok: queued' });
    }
  };
  const filtered = (id: number, state: OutboxRow['state'] | null, reason: string | null, search: string) =>
    found(id).rows.filter((one) => (state === null || one.state === state) && (reason === null || reasonOf(one) === reason) && `${one.name} ${one.address}`.toLowerCase().includes(search.toLowerCase()));
  const names = [
    { name: 'first_name', standsFor: 'their first name' },
    { name: 'shop', standsFor: 'the shop’s name' },
    { name: 'points.balance', standsFor: 'their points' },
  ];

  return {
    mailAccounts: () => answer(() => ({ identity, accounts })),
    mailPresets: () => answer(() => [gmail, ses]),
    findMailAccount: (address) =>
      answer(() => {
        if (!address.includes('@')) throw invalid('address', 'An address has an @ in it');
        return { preset: { ...gmail, settings: { ...settings, address, user: address, imapUser: address } }, offline: scene === 'few', tries: scene !== 'few' };
      }),
    tryMailServers: () => answer(() => ({ host: 'smtp.gmail.com', port: 587, security: 'startTls', words: 'smtp.gmail.com answers on port 587' })),
    saveMailAccount: ({ id, settings: said, secret }) =>
      changed(() => {
        if (said.host === '') throw invalid('host', 'Name the server that takes your mail');
        const known = accounts.find((one) => one.id === id);
        const kept: MailAccount = {
          id: known?.id ?? accounts.length + 1, settings: said, provider: said.preset === 'gmail' ? 'Gmail' : '', isUnlocked: said.auth !== 'oAuth' && (secret !== null || (known?.isUnlocked ?? false)), lockedWhy: said.auth === 'oAuth' ? 'Log in in the browser first' : 'The password is not kept on this computer', pausedWhy: '', restsUntil: null, slowedTo: null,
          day: { used: 120, most: said.perDay === null ? null : said.perDay - 50 }, hour: { used: 0, most: null }, minute: { used: 0, most: 20 }, reserved: 50, ramps: said.isNew, inboxReadAt: null, pageReadAt: null,
        };
        accounts = known ? accounts.map((one) => (one === known ? kept : one)) : [...accounts, kept];
        return { id: kept.id, secretNote: secret === null ? '' : 'The password is kept for as long as Pannier runs' };
      }),
    removeMailAccount: (id) =>
      changed(() => {
        accounts = accounts.filter((one) => one.id !== id);
      }),
    unlockMailAccount: ({ id }) =>
      changed(() => {
        accounts = accounts.map((one) => (one.id === id ? { ...one, isUnlocked: true, pausedWhy: '' } : one));
      }),
    resumeMailAccount: (id) =>
      changed(() => {
        accounts = accounts.map((one) => (one.id === id ? { ...one, pausedWhy: '' } : one));
      }),
    connectMailAccount: (id, onAsked) =>
      changed(() => {
        onAsked('https://accounts.example.com/authorize?client_id=client1');
        accounts = accounts.map((one) => (one.id === id ? { ...one, isUnlocked: true, lockedWhy: '', pausedWhy: '' } : one));
        return { secretNote: '' };
      }),
    exportUnsubscribePage: (kind) => answer(() => (kind === 'php' ? '/downloads/unsubscribe.php' : '/downloads/unsubscribe-worker.js')),
    setUnsubscribePage: ({ account, url }) =>
      changed(() => {
        if (url !== '' && !url.startsWith('https://')) throw invalid('oneClickUrl', 'The page begins with https://');
        if (url.includes('nowhere')) return { works: false, words: 'The unsubscribe page could not be reached' };
        accounts = accounts.map((one) => (one.id === account ? { ...one, settings: { ...one.settings, oneClickUrl: url } } : one));
        return { works: url !== '', words: url === '' ? 'Mail from this account leads to no page any more' : 'The page answered with its own signature' };
      }),
    setMailIdentity: (said) =>
      changed(() => {
        if (said.postalAddress.trim() === '') throw invalid('postalAddress', 'Say where the shop can be written to by post');
        if (said.shopPage.includes(' ')) throw invalid('shopPage', 'Write the address of your shop as a browser shows it');
        identity = said;
      }),
    testMailAccount: ({ to }) => answer(() => (to.includes('nobody') ? { sent: false, words: 'The mail server says: 550 5.1.1 No such user here' } : { sent: true, words: 'The mail server took it over. It said: 250 2.0.0 Ok' })),
    checkMailDomain: () =>
      answer(() => [
        { entry: 'spf', standing: 'good', words: 'Your provider may send for this domain.', adviceName: '', adviceText: '', found: 'v=spf1 include:_spf.example.com ~all' },
        { entry: 'dkim', standing: 'unknown', words: 'The name of the key is not known, so it cannot be looked up.', adviceName: '', adviceText: '', found: '' },
        { entry: 'dmarc', standing: 'wrong', words: 'There is no entry, so mailboxes do not know what to do with false mail.', adviceName: '_dmarc.example.com', adviceText: 'v=DMARC1; p=none', found: '' },
      ]),
    pollInbox: () =>
      changed(() => {
        events = [
          { id: 2, kind: 'unsubscribe', verdict: 'acted', sentence: 'Nothing is sent to this address any more.', address: 'reader2@example.com', said: 'Unsubscribe', arrivedAt: now },
          { id: 1, kind: 'bounce', verdict: 'acted', sentence: 'The address does not exist. Nothing is sent to it any more.', address: 'reader1@example.com', said: '550 5.1.1 No such user', arrivedAt: now },
        ];
        accounts = accounts.map((one) => ({ ...one, inboxReadAt: now }));
        return { mails: 2, bounces: 1, unsubscribed: 1, complaints: 0, replies: 0, refused: 0, settled: 0, more: false };
      }),
    inboxEvents: () => answer(() => events),
    listSuppressed: ({ search, offset, limit }) =>
      answer(() => {
        const rows = suppressed.filter(({ address }) => address.includes(search));
        return { total: rows.length, rows: rows.slice(offset, offset + limit) };
      }),
    suppressAddress: (address) =>
      changed(() => {
        if (!address.includes('@')) throw invalid('address', 'An address has an @ in it');
        suppressed = [{ key: address, address, reason: 'byHand', why: 'You put it on the list', source: 'you', said: '', addedAt: now, mayBeRemoved: true }, ...suppressed.filter((one) => one.address !== address)];
        return true;
      }),
    unsuppressAddress: (key) =>
      changed(() => {
        const one = suppressed.find((other) => other.key === key);
        if (!one) throw new BackendError({ code: 'notFound', message: 'This address is not on the list', field: null });
        suppressed = suppressed.filter((other) => other !== one);
        return one;
      }),
    exportSuppressed: () => answer(() => '/downloads/suppressed-addresses.csv'),
    importSuppressed: () => changed(() => ({ path: '/downloads/no.csv', added: 12, known: 1, unreadable: [{ line: 4, why: 'An address has an @ in it' }] })),
    listSendings: () =>
      answer(() => {
        goOn();
        return kept.map(row);
      }),
    getSending: (id) => answer(() => detail(found(id))),
    saveSending: ({ id, content }) =>
      changed(() => {
        if (content.name.trim() === '') throw invalid('name', 'Give the message a name of up to 100 characters, for your own list');
        if (id !== null) {
          found(id).content = content;
          return id;
        }
        const fresh: Kept = { id: kept.length + 1, content, state: 'draft', pausedBy: null, pausedWhy: '', rows: [], startedAt: null };
        kept = [fresh, ...kept];
        return fresh.id;
      }),
    deleteSending: (id) =>
      changed(() => {
        kept = kept.filter((one) => one.id !== id);
      }),
    copySending: (id) =>
      changed(() => {
        const { content } = found(id);
        const fresh: Kept = { id: kept.length + 1, content: { ...content, name: `${content.name} (copy)` }, state: 'draft', pausedBy: null, pausedWhy: '', rows: [], startedAt: null };
        kept = [fresh, ...kept];
        return fresh.id;
      }),
    previewSending: (content) =>
      answer(() => {
        const heldOut = content.holdoutPercent === 0 ? 0 : 1;
        const base = { people: 12, ready: 9, heldOut, reasons: left.reasons, subject: '', text: '', minutes: 3, names };
        const wrong = (problemField: string, problem: string) => ({ ...base, problem, problemField });
        if (identity === null) return wrong('identity', 'Say the shop’s name and postal address first: the law wants both in every mail');
        if (content.account === null) return wrong('account', 'Choose the mail account that it goes out from');
        if (content.subject === '') return wrong('subject', 'Write a subject');
        if (content.text === '') return wrong('text', 'Write a text');
        if (content.text.includes('{{ colour }}')) return wrong('text', '“colour” in the text stands for nothing');
        const filled = (text: string) => text.replaceAll(/\{\{ first_name[^}]*\}\}/gu, 'Marlene');
        return { ...base, subject: filled(content.subject), text: `${filled(content.text)}\n\n--\n${identity.name}\n${identity.postalAddress}`, problem: '', problemField: null };
      }),
    testSending: ({ to }) => answer(() => (to.includes('nobody') ? { sent: false, words: 'The mail server says: 550 5.1.1 No such user here' } : { sent: true, words: 'The mail server took it over. It said: 250 2.0.0 Ok' })),
    planSending: (id) =>
      changed(() => {
        const one = found(id);
        one.rows = people(scene === 'many' ? 100_000 : 10);
        one.state = 'planned';
        return detail(one);
      }),
    startSending: ({ id }) =>
      changed(() => {
        const one = found(id);
        if (accounts.find((account) => account.id === one.content.account)?.isUnlocked !== true) throw invalid('secret', 'Enter the password first: it is not kept on this computer');
        Object.assign(one, { state: 'running', pausedBy: null, pausedWhy: '', startedAt: now });
        return detail(one);
      }),
    pauseSending: (id) =>
      changed(() => {
        const one = found(id);
        Object.assign(one, { state: 'paused', pausedBy: 'merchant', pausedWhy: 'You paused it' });
        return detail(one);
      }),
    stopSending: (id) =>
      changed(() => {
        const one = found(id);
        one.state = 'stopped';
        for (const person of one.rows) if (person.state === 'ready') Object.assign(person, { state: 'skipped', why: 'You stopped the message before their turn' });
        return detail(one);
      }),
    listOutbox: ({ id, state, reason, search, offset, limit }) =>
      answer(() => {
        const rows = filtered(id, state, reason, search);
        return { total: rows.length, rows: rows.slice(offset, offset + limit).map((one) => ({ ...one })) };
      }),
    exportOutbox: () => answer(() => '/downloads/spring-linen.csv'),
    retryFailed: (id) =>
      changed(() => {
        const one = found(id);
        const failed = one.rows.filter(({ state }) => state === 'failed');
        for (const person of failed) Object.assign(person, { id: person.id + 1000, state: 'ready', why: '', said: '' });
        if (failed.length > 0) one.state = 'planned';
        return failed.length;
      }),
    decideUncertain: ({ row: asked, again }) =>
      changed(() => {
        for (const one of kept) {
          const person = one.rows.find(({ id, state }) => id === asked && state === 'uncertain');
          if (!person) continue;
          Object.assign(person, again ? { id: person.id + 1000, state: 'ready', why: '' } : { state: 'sent', why: 'You said that it arrived' });
          if (again) one.state = 'planned';
        }
      }),
    customerMail: (id) =>
      answer(() => ({
        messages: kept.flatMap((one) => one.rows.filter(({ customer }) => customer === id).map((person) => ({ sending: one.id, name: one.content.name, row: { ...person } }))),
        events: events.filter(({ address }) => address === `reader${String(id)}@example.com`),
        suppressedWhy: '',
      })),
  };
}

// From an address to an account that works: what was found, what is still needed, and the test.
import type { Backend, MailPreset, MailTested } from '$lib/backend/backend';
import { trouble, type Trouble } from '$lib/backend/errors';

type Asked = Pick<Backend, 'findMailAccount' | 'tryMailServers' | 'mailPresets' | 'saveMailAccount' | 'connectMailAccount' | 'testMailAccount'>;
export type Step = 'address' | 'details' | 'test';

/** What stands for a region in the name of a server. */
const regionWord = 'REGION';

export class Wizard {
  step = $state<Step>('address');
  address = $state('');
  /** The provider, with the settings as they are changed. */
  preset = $state<MailPreset | null>(null);
  presets = $state.raw<readonly MailPreset[]>([]);
  /** Nothing could be looked up. */
  offline = $state(false);
  /** Which of the servers answered, or why none did. */
  server = $state.raw<{ answered: boolean; words: string } | null>(null);
  /** The address that the browser was sent to, while it is waited for. */
  url = $state('');
  region = $state('');
  /** Never longer here than until it is handed over. */
  secret = $state('');
  busy = $state(false);
  refused = $state.raw<Trouble | null>(null);
  /** Why the password has to be asked for each time; empty where it is kept. */
  note = $state('');
  tested = $state.raw<MailTested | null>(null);

  #id = $state<number | null>(null);
  readonly #backend: Asked;

  /** Everything is said that is needed to try it. */
  readonly complete: boolean = $derived.by(() => {
    if (!this.preset) return false;
    const { auth, clientId, host } = this.preset.settings;
    if (host.trim() === '' || (this.preset.asksRegion && this.region.trim() === '')) return false;
    const known = this.secret !== '' || this.#id !== null;
    if (auth === 'oAuth') return clientId.trim() !== '' && (known || this.preset.oauth?.hasSecret !== true);
    return auth === 'none' || known;
  });
  /** It is kept, whether it works or not. */
  readonly kept: boolean = $derived.by(() => this.#id !== null);

  constructor(backend: Asked) {
    this.#backend = backend;
  }

  /** Looks for what the address leads to. */
  async find(): Promise<void> {
    if (this.busy || this.address.trim() === '') return;
    await this.#ask(async () => {
      const address = this.address.trim();
      const { preset, offline, tries } = await this.#backend.findMailAccount(address);
      this.presets = await this.#backend.mailPresets();
      this.server = null;
      if (tries) {
        const { host, port, security, words } = await this.#backend.tryMailServers(address);
        this.server = { answered: host !== '', words };
        if (host !== '') Object.assign(preset.settings, { host, port, security });
      }
      this.preset = preset;
      this.offline = offline;
      this.step = 'details';
    });
  }

  /** Takes another provider, with the address as it is; nothing for a server of one's own. */
  choose(key: string): void {
    if (!this.preset) return;
    const { address, name } = this.preset.settings;
    const known = this.presets.find((preset) => preset.key === key);
    const base = known ?? { ...this.preset, key: '', name: '', needs: '', asksLimits: false, asksRegion: false, secret: 'password' as const, oauth: null };
    // What answered belongs to the provider that was found.
    this.server = null;
    const user = base.settings.user === '' ? address : base.settings.user;
    this.preset = { ...base, settings: { ...base.settings, preset: base.key, address, name, user, imapUser: address } };
    this.region = '';
  }

  /** Keeps the account, logs in where that is done in the browser, and sends a test over it. What was handed over is forgotten here. */
  async keep(): Promise<void> {
    if (this.busy || !this.preset || !this.complete) return;
    const settings = $state.snapshot(this.preset.settings);
    const region = this.region.trim();
    const host = settings.host.replace(regionWord, region);
    const imapHost = settings.imapHost.replace(regionWord, region);
    await this.#ask(async () => {
      const saved = await this.#backend.saveMailAccount({ id: this.#id, settings: { ...settings, host, imapHost }, secret: this.secret === '' ? null : this.secret });
      this.secret = '';
      this.#id = saved.id;
      this.note = saved.secretNote;
      this.tested = null;
      this.step = 'test';
    });
    const id = this.#id;
    if (this.step !== 'test' || id === null) return;
    await this.#ask(async () => {
      if (settings.auth === 'oAuth') {
        const { secretNote } = await this.#backend.connectMailAccount(id, (url) => (this.url = url));
        if (secretNote !== '') this.note = secretNote;
        this.url = '';
      }
      this.tested = await this.#backend.testMailAccount({ id, to: '' });
    });
    this.url = '';
  }

  back(): void {
    this.refused = null;
    this.step = this.step === 'test' ? 'details' : 'address';
  }

  async #ask(question: () => Promise<void>): Promise<void> {
    this.busy = true;
    this.refused = null;
    try {
      await question();
    } catch (error) {
      this.refused = trouble(error);
    } finally {
      this.busy = false;
    }
  }
}

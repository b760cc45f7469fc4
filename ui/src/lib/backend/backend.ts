// The one door to the host: the only hand-written module that names @tauri-apps or the generated
// bindings. `fake.ts` stands behind the same interface for tests and for the browser.
import { Channel } from '@tauri-apps/api/core';
import {
  commands,
  events,
  type Appearance,
  type AppInfo,
  type ApiError,
  type BackupRow,
  type DismissInput,
  type DuplicatesInput,
  type DuplicatesPage,
  type FormulaInput,
  type FormulaSheet,
  type Home,
  type HomeInput,
  type Imported,
  type ImportRow,
  type ListOrders,
  type MappingField,
  type OrderDetail,
  type OrderPage,
  type PairDecision,
  type PairInput,
  type Preview,
  type PreviewInput,
  type SavedMapping,
  type SettingsChoices,
  type ShopInfo,
  type ShopSettings,
  type TaskProgress,
  type Topic,
} from './bindings';
import { BackendError } from './errors';

export type * from './bindings';

type OnProgress = (progress: TaskProgress) => void;
/** Ends a subscription. */
export type Stop = () => void;

/** Everything the window asks of the program. */
export interface Backend {
  appInfo(): Promise<AppInfo>;
  setAppearance(appearance: Appearance): Promise<void>;
  settingsChoices(): Promise<SettingsChoices>;
  windowPainted(): Promise<void>;
  createShop(settings: ShopSettings): Promise<AppInfo>;
  openShop(path: string): Promise<AppInfo>;
  openSampleShop(): Promise<AppInfo>;
  deleteSampleShop(): Promise<AppInfo>;
  updateShop(settings: ShopSettings): Promise<ShopInfo>;
  home(input: HomeInput): Promise<Home>;
  formulaSheet(input: FormulaInput): Promise<FormulaSheet>;
  listOrders(input: ListOrders): Promise<OrderPage>;
  orderDetail(id: number): Promise<OrderDetail>;
  chooseFiles(): Promise<string[]>;
  previewImport(input: PreviewInput, onProgress: OnProgress): Promise<Preview>;
  applyImport(id: number, onProgress: OnProgress): Promise<Imported>;
  discardPreview(id: number): Promise<void>;
  cancelTask(): Promise<void>;
  exportRejections(id: number): Promise<string | null>;
  listImports(): Promise<ImportRow[]>;
  undoImport(id: number): Promise<ImportRow>;
  mappingFields(): Promise<MappingField[]>;
  listMappings(): Promise<SavedMapping[]>;
  deleteMapping(id: number): Promise<SavedMapping[]>;
  exportMapping(id: number): Promise<string | null>;
  importMapping(): Promise<SavedMapping | null>;
  backUpNow(): Promise<BackupRow>;
  listBackups(): Promise<BackupRow[]>;
  restoreBackup(name: string): Promise<AppInfo>;
  duplicates(input: DuplicatesInput): Promise<DuplicatesPage>;
  joinCustomers(input: PairInput): Promise<PairDecision>;
  partCustomers(input: PairInput): Promise<PairDecision>;
  dismissDuplicate(input: DismissInput): Promise<PairDecision>;
  onDataChanged(changed: (topics: Topic[]) => void): Stop;
  onFilesDropped(dropped: (paths: string[]) => void): Stop;
  onFilesHover(hover: (over: boolean) => void): Stop;
}

type Answer<T> = { status: 'ok'; data: T } | { status: 'error'; error: ApiError };

async function said<T>(answer: Promise<Answer<T>>): Promise<T> {
  const result = await answer;
  if (result.status === 'ok') return result.data;
  throw new BackendError(result.error);
}

async function done(answer: Promise<Answer<null>>): Promise<void> {
  await said(answer);
}

function channel(onProgress: OnProgress): Channel<TaskProgress> {
  const progress = new Channel<TaskProgress>();
  progress.onmessage = onProgress;
  return progress;
}

/** Listening is asked for asynchronously; stopping works before the answer too. */
function stopped(listening: Promise<Stop>): Stop {
  return () => {
    void listening.then((stop) => stop());
  };
}

/** The real program. */
export const host: Backend = {
  appInfo: () => said(commands.appInfo()),
  setAppearance: (appearance) => done(commands.setAppearance(appearance)),
  settingsChoices: () => said(commands.settingsChoices()),
  windowPainted: () => done(commands.windowPainted()),
  createShop: (settings) => said(commands.createShop(settings)),
  openShop: (path) => said(commands.openShop(path)),
  openSampleShop: () => said(commands.openSampleShop()),
  deleteSampleShop: () => said(commands.deleteSampleShop()),
  updateShop: (settings) => said(commands.updateShop(settings)),
  home: (input) => said(commands.home(input)),
  formulaSheet: (input) => said(commands.formulaSheet(input)),
  listOrders: (input) => said(commands.listOrders(input)),
  orderDetail: (id) => said(commands.orderDetail(id)),
  chooseFiles: () => said(commands.chooseFiles()),
  previewImport: (input, onProgress) => said(commands.previewImport(input, channel(onProgress))),
  applyImport: (id, onProgress) => said(commands.applyImport(id, channel(onProgress))),
  discardPreview: (id) => done(commands.discardPreview(id)),
  cancelTask: () => done(commands.cancelTask()),
  exportRejections: (id) => said(commands.exportRejections(id)),
  listImports: () => said(commands.listImports()),
  undoImport: (id) => said(commands.undoImport(id)),
  mappingFields: () => said(commands.mappingFields()),
  listMappings: () => said(commands.listMappings()),
  deleteMapping: (id) => said(commands.deleteMapping(id)),
  exportMapping: (id) => said(commands.exportMapping(id)),
  importMapping: () => said(commands.importMapping()),
  backUpNow: () => said(commands.backUpNow()),
  listBackups: () => said(commands.listBackups()),
  restoreBackup: (name) => said(commands.restoreBackup(name)),
  duplicates: (input) => said(commands.duplicates(input)),
  joinCustomers: (input) => said(commands.joinCustomers(input)),
  partCustomers: (input) => said(commands.partCustomers(input)),
  dismissDuplicate: (input) => said(commands.dismissDuplicate(input)),
  onDataChanged: (changed) => stopped(events.dataChanged.listen(({ payload }) => changed(payload.topics))),
  onFilesDropped: (dropped) => stopped(events.filesDropped.listen(({ payload }) => dropped(payload.paths))),
  onFilesHover: (hover) => stopped(events.filesHover.listen(({ payload }) => hover(payload.over))),
};

/** Whether the window runs inside the program. */
export function insideProgram(): boolean {
  return '__TAURI_INTERNALS__' in globalThis;
}

// The one door to the host: the only hand-written module that names @tauri-apps or the generated
// bindings. `fake.ts` stands behind the same interface for tests and for the browser.
import { Channel, convertFileSrc } from '@tauri-apps/api/core';
import {
  commands,
  events,
  type ApiError,
  type Appearance,
  type AppInfo,
  type BackupRow,
  type BehindAsked,
  type Breakdown,
  type BreakdownInput,
  type Bundles,
  type BundlesInput,
  type ChangeNote,
  type Cohorts,
  type CohortsInput,
  type CustomerDetail,
  type CustomerNote,
  type CustomerPage,
  type CustomerSuggestions,
  type CustomersOverview,
  type CustomerTag,
  type DimensionValue,
  type DimensionValuesInput,
  type DismissInput,
  type DismissNotice,
  type DuplicatesInput,
  type DuplicatesPage,
  type ExplainInput,
  type EraseCustomer,
  type ErasedCustomer,
  type ErasePreview,
  type Explanation,
  type Explore,
  type ExploreInput,
  type ExportCustomerData,
  type ExportSuggestions,
  type ExportFormat,
  type ExportInput,
  type FormulaInput,
  type FormulaSheet,
  type FrozenAsked,
  type FrozenPage,
  type Goal,
  type HandedOver,
  type HandOver,
  type HandOverPreview,
  type Home,
  type HomeInput,
  type Imported,
  type ImportRow,
  type ListCustomers,
  type ListOrders,
  type ListProducts,
  type Mapping,
  type MappingField,
  type Notice,
  type NoticeInput,
  type Opportunities,
  type OpportunitiesInput,
  type OrderDetail,
  type OrderPage,
  type PairDecision,
  type PairInput,
  type PicturesFetched,
  type PictureState,
  type PriceMark,
  type Preview,
  type PreviewInput,
  type PreviewSegment,
  type ProductAsked,
  type ProductDetail,
  type ProductPage,
  type ProductSuggestions,
  type RuleWords,
  type SaidSuggestionRule,
  type SuggestionQuality,
  type SuggestionRule,
  type SuggestionsPreview,
  type SuggestionsWritten,
  type SuggestionWork,
  type QuietCustomers,
  type QuietInput,
  type SavedMapping,
  type SaveSegment,
  type SegmentDetail,
  type SegmentList,
  type SegmentOverlap,
  type SegmentPreview,
  type SegmentRow,
  type SegmentSnapshot,
  type SetGoal,
  type SetMapBands,
  type SetOrdersInput,
  type SettingsChoices,
  type ShopInfo,
  type ShopSettings,
  type SuggestInput,
  type TaskProgress,
  type Thresholds,
  type ThresholdsInput,
  type Topic,
  type UndoKeeps,
  type Why,
  type WholeReportInput,
  type WhyGroups,
  type WhyGroupsInput,
  type WhyInput,
  type WriteNote,
  type AdjustPoints,
  type ExportLedger,
  type LedgerPage,
  type ListLedger,
  type ListMembers,
  type LoyaltyAssumptions,
  type LoyaltyOverview,
  type LoyaltyProgramme,
  type MemberDetail,
  type MemberPage,
  type PointsPosted,
  type ProgrammeAsked,
  type ProgrammesTried,
  type RedeemedPoints,
  type RedeemPoints,
  type StatementAsked,
  type TryProgramme,
  type CodesPreview,
  type CodesWritten,
  type ExportCodes,
  type ExportLiability,
  type GiveReward,
  type Liability,
  type RewardCodes,
  type RewardsGiven,
  type LoyaltyEffect,
  type PlanStart,
  type StartPreview,
  type CustomerMail,
  type DecideUncertain,
  type DomainCheck,
  type FoundMailAccount,
  type InboxEvent,
  type InboxPolled,
  type ListOutbox,
  type ListSuppressed,
  type MailAccounts,
  type MailAccountSaved,
  type MailConnected,
  type MailIdentity,
  type MailPreset,
  type MailServerTried,
  type MailTested,
  type OutboxPage,
  type SaveMailAccount,
  type SaveSending,
  type SendingContent,
  type SendingDetail,
  type SendingPreview,
  type SendingRow,
  type SetUnsubscribePage,
  type StartSending,
  type SuppressedImported,
  type SuppressedPage,
  type SuppressedRow,
  type TestMailAccount,
  type TestSending,
  type UnlockMailAccount,
  type UnsubscribePageKind,
  type UnsubscribePageTried,
  type AddCampaignCodes,
  type CampaignCheck,
  type CampaignDesign,
  type CampaignDetail,
  type CampaignPeople,
  type CampaignPicture,
  type SetShopLogo,
  type CampaignPreview,
  type CampaignProduct,
  type CampaignResult,
  type CampaignRow,
  type CampaignStanding,
  type CodesAdded,
  type CreateCampaign,
  type ExportCampaignCodes,
  type KeepBlock,
  type KeptBlock,
  type ListCampaignProducts,
  type PreviewCampaign,
  type SaveCampaign,
  type StartCampaign,
  type TestCampaign,
  type Variable,
  type CampaignKindReach,
  type Language,
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
  openSampleShop(onProgress: OnProgress): Promise<AppInfo>;
  deleteSampleShop(): Promise<AppInfo>;
  updateShop(settings: ShopSettings): Promise<ShopInfo>;
  home(input: HomeInput): Promise<Home>;
  formulaSheet(input: FormulaInput): Promise<FormulaSheet>;
  why(input: WhyInput): Promise<Why>;
  whyGroups(input: WhyGroupsInput): Promise<WhyGroups>;
  goal(): Promise<Goal>;
  setGoal(input: SetGoal): Promise<Goal>;
  notice(input: NoticeInput): Promise<Notice | null>;
  dismissNotice(input: DismissNotice): Promise<void>;
  opportunities(input: OpportunitiesInput): Promise<Opportunities>;
  quietCustomers(input: QuietInput): Promise<QuietCustomers>;
  bundles(input: BundlesInput): Promise<Bundles>;
  setOrders(input: SetOrdersInput): Promise<OrderPage>;
  cohorts(input: CohortsInput): Promise<Cohorts>;
  thresholds(input: ThresholdsInput): Promise<Thresholds>;
  listOrders(input: ListOrders): Promise<OrderPage>;
  orderDetail(id: number): Promise<OrderDetail>;
  listProducts(input: ListProducts): Promise<ProductPage>;
  productDetail(input: ProductAsked): Promise<ProductDetail>;
  productSuggestions(id: number): Promise<ProductSuggestions>;
  customerSuggestions(id: number): Promise<CustomerSuggestions>;
  ordersBehind(input: BehindAsked): Promise<OrderPage>;
  suggestionWork(): Promise<SuggestionWork>;
  prepareSuggestions(): Promise<SuggestionWork>;
  stopSuggestions(): Promise<SuggestionWork>;
  suggestionQuality(): Promise<SuggestionQuality>;
  suggestionRules(): Promise<SaidSuggestionRule[]>;
  setSuggestionRules(rules: SuggestionRule[]): Promise<SaidSuggestionRule[]>;
  ruleWords(): Promise<RuleWords>;
  previewSuggestions(input: ExportSuggestions): Promise<SuggestionsPreview>;
  exportSuggestions(input: ExportSuggestions): Promise<SuggestionsWritten | null>;
  pictures(): Promise<PictureState>;
  fetchPictures(onProgress: OnProgress): Promise<PicturesFetched>;
  /** Where the window finds the picture with that key. */
  pictureUrl(key: string): string;
  customersOverview(): Promise<CustomersOverview>;
  setMapBands(input: SetMapBands): Promise<void>;
  listCustomers(input: ListCustomers): Promise<CustomerPage>;
  customerDetail(id: number): Promise<CustomerDetail>;
  writeNote(input: WriteNote): Promise<CustomerNote>;
  changeNote(input: ChangeNote): Promise<CustomerNote>;
  removeNote(id: number): Promise<void>;
  addTag(input: CustomerTag): Promise<string[]>;
  removeTag(input: CustomerTag): Promise<string[]>;
  exportCustomerData(input: ExportCustomerData): Promise<string | null>;
  writeConsentProof(id: number): Promise<string | null>;
  previewErase(id: number): Promise<ErasePreview>;
  eraseCustomer(input: EraseCustomer): Promise<ErasedCustomer>;
  previewHandOver(input: HandOver): Promise<HandOverPreview>;
  writeHandOver(input: HandOver): Promise<HandedOver | null>;
  previewSegment(input: PreviewSegment): Promise<SegmentPreview>;
  listSegments(): Promise<SegmentList>;
  getSegment(id: number): Promise<SegmentDetail>;
  saveSegment(input: SaveSegment): Promise<SegmentRow>;
  deleteSegment(id: number): Promise<void>;
  restoreSegment(id: number): Promise<SegmentRow>;
  snapshotSegment(id: number): Promise<SegmentSnapshot>;
  frozenList(input: FrozenAsked): Promise<FrozenPage>;
  segmentOverlap(): Promise<SegmentOverlap>;
  loyaltyProgramme(): Promise<LoyaltyProgramme>;
  loyaltyOverview(): Promise<LoyaltyOverview>;
  setLoyaltyProgramme(input: ProgrammeAsked): Promise<PointsPosted>;
  tryLoyaltyProgramme(input: TryProgramme): Promise<ProgrammesTried>;
  setLoyaltyAssumptions(input: LoyaltyAssumptions): Promise<void>;
  pauseLoyalty(paused: boolean): Promise<PointsPosted>;
  tellOfExpiry(): Promise<PointsPosted>;
  listMembers(input: ListMembers): Promise<MemberPage>;
  memberDetail(id: number): Promise<MemberDetail>;
  listLedger(input: ListLedger): Promise<LedgerPage>;
  exportLedger(input: ExportLedger): Promise<string | null>;
  writeStatement(input: StatementAsked): Promise<string | null>;
  adjustPoints(input: AdjustPoints): Promise<number>;
  redeemPoints(input: RedeemPoints): Promise<RedeemedPoints>;
  undoRedemption(code: string): Promise<number>;
  friendCode(id: number): Promise<string>;
  liability(input: LoyaltyAssumptions): Promise<Liability>;
  exportLiability(input: ExportLiability): Promise<string | null>;
  rewardCodes(): Promise<RewardCodes>;
  previewCodes(input: ExportCodes): Promise<CodesPreview>;
  writeCodes(input: ExportCodes): Promise<CodesWritten | null>;
  giveRewards(input: GiveReward): Promise<RewardsGiven>;
  loyaltyEffect(): Promise<LoyaltyEffect>;
  previewLoyaltyStart(input: PlanStart): Promise<StartPreview>;
  setLoyaltyStart(input: PlanStart): Promise<StartPreview>;
  stopLoyaltyStart(): Promise<PointsPosted>;
  mailAccounts(): Promise<MailAccounts>;
  mailPresets(): Promise<MailPreset[]>;
  findMailAccount(address: string): Promise<FoundMailAccount>;
  tryMailServers(address: string): Promise<MailServerTried>;
  saveMailAccount(input: SaveMailAccount): Promise<MailAccountSaved>;
  removeMailAccount(id: number): Promise<void>;
  unlockMailAccount(input: UnlockMailAccount): Promise<void>;
  resumeMailAccount(id: number): Promise<void>;
  /** Waits for the browser; `onAsked` hears the address that it was sent to. */
  connectMailAccount(id: number, onAsked: (url: string) => void): Promise<MailConnected>;
  exportUnsubscribePage(kind: UnsubscribePageKind): Promise<string | null>;
  setUnsubscribePage(input: SetUnsubscribePage): Promise<UnsubscribePageTried>;
  setMailIdentity(identity: MailIdentity): Promise<void>;
  testMailAccount(input: TestMailAccount): Promise<MailTested>;
  checkMailDomain(id: number): Promise<DomainCheck[]>;
  pollInbox(id: number): Promise<InboxPolled>;
  inboxEvents(): Promise<InboxEvent[]>;
  listSuppressed(input: ListSuppressed): Promise<SuppressedPage>;
  suppressAddress(address: string): Promise<boolean>;
  unsuppressAddress(key: string): Promise<SuppressedRow>;
  exportSuppressed(): Promise<string | null>;
  importSuppressed(): Promise<SuppressedImported | null>;
  listSendings(): Promise<SendingRow[]>;
  getSending(id: number): Promise<SendingDetail>;
  saveSending(input: SaveSending): Promise<number>;
  deleteSending(id: number): Promise<void>;
  copySending(id: number): Promise<number>;
  previewSending(input: SendingContent): Promise<SendingPreview>;
  testSending(input: TestSending): Promise<MailTested>;
  planSending(id: number, onProgress: OnProgress): Promise<SendingDetail>;
  startSending(input: StartSending): Promise<SendingDetail>;
  pauseSending(id: number): Promise<SendingDetail>;
  stopSending(id: number): Promise<SendingDetail>;
  listCampaigns(): Promise<CampaignRow[]>;
  campaignVerdicts(): Promise<CampaignStanding[]>;
  getCampaign(id: number): Promise<CampaignDetail>;
  createCampaign(input: CreateCampaign): Promise<number>;
  saveCampaign(input: SaveCampaign): Promise<number>;
  deleteCampaign(id: number): Promise<void>;
  copyCampaign(id: number): Promise<number>;
  campaignKinds(segment: number | null): Promise<CampaignKindReach[]>;
  campaignVariables(): Promise<Variable[]>;
  campaignDesigns(language: Language): Promise<CampaignDesign[]>;
  addCampaignCodes(input: AddCampaignCodes): Promise<CodesAdded>;
  exportCampaignCodes(input: ExportCampaignCodes): Promise<string | null>;
  keptBlocks(): Promise<KeptBlock[]>;
  keepBlock(input: KeepBlock): Promise<number>;
  removeKeptBlock(id: number): Promise<boolean>;
  /** The merchant chooses it; nothing when the dialog was closed. */
  addCampaignPicture(): Promise<CampaignPicture | null>;
  /** The picture that stands above the mails of the shop. */
  shopLogo(): Promise<string | null>;
  setShopLogo(input: SetShopLogo): Promise<void>;
  campaignProducts(input: ListCampaignProducts): Promise<CampaignProduct[]>;
  previewCampaign(input: PreviewCampaign): Promise<CampaignPreview>;
  /** Where the page of a copy is shown, in a light, with a block outlined. */
  mailUrl(page: string, look: 'light' | 'dark', chosen: string | null): string;
  campaignPeople(id: number): Promise<CampaignPeople>;
  checkCampaign(id: number, onProgress: OnProgress): Promise<CampaignCheck>;
  testCampaign(input: TestCampaign): Promise<MailTested>;
  planCampaign(id: number, onProgress: OnProgress): Promise<CampaignDetail>;
  startCampaign(input: StartCampaign): Promise<SendingDetail>;
  campaignResult(id: number): Promise<CampaignResult>;
  listOutbox(input: ListOutbox): Promise<OutboxPage>;
  exportOutbox(input: ListOutbox): Promise<string | null>;
  retryFailed(id: number): Promise<number>;
  decideUncertain(input: DecideUncertain): Promise<void>;
  customerMail(id: number): Promise<CustomerMail>;
  explainFigure(input: ExplainInput): Promise<Explanation>;
  explore(input: ExploreInput): Promise<Explore>;
  breakdown(input: BreakdownInput): Promise<Breakdown>;
  priceMarks(input: ExploreInput): Promise<PriceMark[]>;
  dimensionValues(input: DimensionValuesInput): Promise<DimensionValue[]>;
  exportExplorer(input: ExportInput): Promise<string | null>;
  exportOrders(input: ListOrders, format: ExportFormat): Promise<string | null>;
  writeReport(input: WholeReportInput): Promise<string | null>;
  chooseFiles(): Promise<string[]>;
  previewImport(input: PreviewInput, onProgress: OnProgress): Promise<Preview>;
  applyImport(id: number, onProgress: OnProgress): Promise<Imported>;
  discardPreview(id: number): Promise<void>;
  cancelTask(): Promise<void>;
  exportRejections(id: number): Promise<string | null>;
  listImports(): Promise<ImportRow[]>;
  undoImport(id: number): Promise<ImportRow>;
  undoKeeps(id: number): Promise<UndoKeeps>;
  mappingFields(): Promise<MappingField[]>;
  suggestColumns(input: SuggestInput): Promise<Mapping>;
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
  openSampleShop: (onProgress) => said(commands.openSampleShop(channel(onProgress))),
  deleteSampleShop: () => said(commands.deleteSampleShop()),
  updateShop: (settings) => said(commands.updateShop(settings)),
  home: (input) => said(commands.home(input)),
  formulaSheet: (input) => said(commands.formulaSheet(input)),
  why: (input) => said(commands.why(input)),
  whyGroups: (input) => said(commands.whyGroups(input)),
  goal: () => said(commands.goal()),
  setGoal: (input) => said(commands.setGoal(input)),
  notice: (input) => said(commands.notice(input)),
  dismissNotice: (input) => done(commands.dismissNotice(input)),
  opportunities: (input) => said(commands.opportunities(input)),
  quietCustomers: (input) => said(commands.quietCustomers(input)),
  bundles: (input) => said(commands.bundles(input)),
  setOrders: (input) => said(commands.setOrders(input)),
  cohorts: (input) => said(commands.cohorts(input)),
  previewSegment: (input) => said(commands.previewSegment(input)),
  listSegments: () => said(commands.listSegments()),
  getSegment: (id) => said(commands.getSegment(id)),
  saveSegment: (input) => said(commands.saveSegment(input)),
  deleteSegment: (id) => done(commands.deleteSegment(id)),
  restoreSegment: (id) => said(commands.restoreSegment(id)),
  snapshotSegment: (id) => said(commands.snapshotSegment(id)),
  frozenList: (input) => said(commands.frozenList(input)),
  segmentOverlap: () => said(commands.segmentOverlap()),
  customersOverview: () => said(commands.customersOverview()),
  setMapBands: (input) => done(commands.setMapBands(input)),
  listCustomers: (input) => said(commands.listCustomers(input)),
  customerDetail: (id) => said(commands.customerDetail(id)),
  writeNote: (input) => said(commands.writeNote(input)),
  changeNote: (input) => said(commands.changeNote(input)),
  removeNote: (id) => done(commands.removeNote(id)),
  addTag: (input) => said(commands.addTag(input)),
  removeTag: (input) => said(commands.removeTag(input)),
  exportCustomerData: (input) => said(commands.exportCustomerData(input)),
  writeConsentProof: (id) => said(commands.writeConsentProof(id)),
  previewErase: (id) => said(commands.previewErase(id)),
  eraseCustomer: (input) => said(commands.eraseCustomer(input)),
  previewHandOver: (input) => said(commands.previewHandOver(input)),
  writeHandOver: (input) => said(commands.writeHandOver(input)),
  loyaltyProgramme: () => said(commands.loyaltyProgramme()),
  loyaltyOverview: () => said(commands.loyaltyOverview()),
  setLoyaltyProgramme: (input) => said(commands.setLoyaltyProgramme(input)),
  tryLoyaltyProgramme: (input) => said(commands.tryLoyaltyProgramme(input)),
  setLoyaltyAssumptions: (input) => done(commands.setLoyaltyAssumptions(input)),
  pauseLoyalty: (paused) => said(commands.pauseLoyalty(paused)),
  tellOfExpiry: () => said(commands.tellOfExpiry()),
  listMembers: (input) => said(commands.listMembers(input)),
  memberDetail: (id) => said(commands.memberDetail(id)),
  listLedger: (input) => said(commands.listLedger(input)),
  exportLedger: (input) => said(commands.exportLedger(input)),
  writeStatement: (input) => said(commands.writeStatement(input)),
  adjustPoints: (input) => said(commands.adjustPoints(input)),
  redeemPoints: (input) => said(commands.redeemPoints(input)),
  undoRedemption: (code) => said(commands.undoRedemption(code)),
  friendCode: (id) => said(commands.friendCode(id)),
  liability: (input) => said(commands.liability(input)),
  exportLiability: (input) => said(commands.exportLiability(input)),
  rewardCodes: () => said(commands.rewardCodes()),
  previewCodes: (input) => said(commands.previewCodes(input)),
  writeCodes: (input) => said(commands.writeCodes(input)),
  giveRewards: (input) => said(commands.giveRewards(input)),
  loyaltyEffect: () => said(commands.loyaltyEffect()),
  previewLoyaltyStart: (input) => said(commands.previewLoyaltyStart(input)),
  setLoyaltyStart: (input) => said(commands.setLoyaltyStart(input)),
  stopLoyaltyStart: () => said(commands.stopLoyaltyStart()),
  thresholds: (input) => said(commands.thresholds(input)),
  listOrders: (input) => said(commands.listOrders(input)),
  orderDetail: (id) => said(commands.orderDetail(id)),
  listProducts: (input) => said(commands.listProducts(input)),
  productDetail: (input) => said(commands.productDetail(input)),
  productSuggestions: (id) => said(commands.productSuggestions(id)),
  customerSuggestions: (id) => said(commands.customerSuggestions(id)),
  ordersBehind: (input) => said(commands.ordersBehind(input)),
  suggestionWork: () => said(commands.suggestionWork()),
  prepareSuggestions: () => said(commands.prepareSuggestions()),
  stopSuggestions: () => said(commands.stopSuggestions()),
  suggestionQuality: () => said(commands.suggestionQuality()),
  suggestionRules: () => said(commands.suggestionRules()),
  setSuggestionRules: (rules) => said(commands.setSuggestionRules(rules)),
  ruleWords: () => said(commands.ruleWords()),
  previewSuggestions: (input) => said(commands.previewSuggestions(input)),
  exportSuggestions: (input) => said(commands.exportSuggestions(input)),
  pictures: () => said(commands.pictures()),
  fetchPictures: (onProgress) => said(commands.fetchPictures(channel(onProgress))),
  pictureUrl: (key) => convertFileSrc(key, 'picture'),
  mailAccounts: () => said(commands.mailAccounts()),
  mailPresets: () => said(commands.mailPresets()),
  findMailAccount: (address) => said(commands.findMailAccount(address)),
  tryMailServers: (address) => said(commands.tryMailServers(address)),
  saveMailAccount: (input) => said(commands.saveMailAccount(input)),
  removeMailAccount: (id) => done(commands.removeMailAccount(id)),
  unlockMailAccount: (input) => done(commands.unlockMailAccount(input)),
  resumeMailAccount: (id) => done(commands.resumeMailAccount(id)),
  connectMailAccount: (id, onAsked) => {
    const asked = new Channel<string>();
    asked.onmessage = onAsked;
    return said(commands.connectMailAccount(id, asked));
  },
  exportUnsubscribePage: (kind) => said(commands.exportUnsubscribePage(kind)),
  setUnsubscribePage: (input) => said(commands.setUnsubscribePage(input)),
  setMailIdentity: (identity) => done(commands.setMailIdentity(identity)),
  testMailAccount: (input) => said(commands.testMailAccount(input)),
  checkMailDomain: (id) => said(commands.checkMailDomain(id)),
  pollInbox: (id) => said(commands.pollInbox(id)),
  inboxEvents: () => said(commands.inboxEvents()),
  listSuppressed: (input) => said(commands.listSuppressed(input)),
  suppressAddress: (address) => said(commands.suppressAddress(address)),
  unsuppressAddress: (key) => said(commands.unsuppressAddress(key)),
  exportSuppressed: () => said(commands.exportSuppressed()),
  importSuppressed: () => said(commands.importSuppressed()),
  listSendings: () => said(commands.listSendings()),
  getSending: (id) => said(commands.getSending(id)),
  saveSending: (input) => said(commands.saveSending(input)),
  deleteSending: (id) => done(commands.deleteSending(id)),
  copySending: (id) => said(commands.copySending(id)),
  previewSending: (input) => said(commands.previewSending(input)),
  testSending: (input) => said(commands.testSending(input)),
  planSending: (id, onProgress) => said(commands.planSending(id, channel(onProgress))),
  startSending: (input) => said(commands.startSending(input)),
  pauseSending: (id) => said(commands.pauseSending(id)),
  stopSending: (id) => said(commands.stopSending(id)),
  listCampaigns: () => said(commands.listCampaigns()),
  campaignVerdicts: () => said(commands.campaignVerdicts()),
  getCampaign: (id) => said(commands.getCampaign(id)),
  createCampaign: (input) => said(commands.createCampaign(input)),
  saveCampaign: (input) => said(commands.saveCampaign(input)),
  deleteCampaign: (id) => done(commands.deleteCampaign(id)),
  copyCampaign: (id) => said(commands.copyCampaign(id)),
  campaignKinds: (segment) => said(commands.campaignKinds(segment)),
  campaignPeople: (id) => said(commands.campaignPeople(id)),
  campaignVariables: () => said(commands.campaignVariables()),
  campaignDesigns: (language) => said(commands.campaignDesigns(language)),
  addCampaignCodes: (input) => said(commands.addCampaignCodes(input)),
  exportCampaignCodes: (input) => said(commands.exportCampaignCodes(input)),
  keptBlocks: () => said(commands.keptBlocks()),
  keepBlock: (input) => said(commands.keepBlock(input)),
  removeKeptBlock: (id) => said(commands.removeKeptBlock(id)),
  addCampaignPicture: () => said(commands.addCampaignPicture()),
  shopLogo: () => said(commands.shopLogo()),
  setShopLogo: (input) => done(commands.setShopLogo(input)),
  campaignProducts: (input) => said(commands.campaignProducts(input)),
  previewCampaign: (input) => said(commands.previewCampaign(input)),
  mailUrl: (page, look, chosen) => `${convertFileSrc('', 'preview')}${page}${page.includes('?') ? '&' : '?'}look=${look}${chosen === null ? '' : `&chosen=${encodeURIComponent(chosen)}`}#chosen`,
  checkCampaign: (id, onProgress) => said(commands.checkCampaign(id, channel(onProgress))),
  testCampaign: (input) => said(commands.testCampaign(input)),
  planCampaign: (id, onProgress) => said(commands.planCampaign(id, channel(onProgress))),
  startCampaign: (input) => said(commands.startCampaign(input)),
  campaignResult: (id) => said(commands.campaignResult(id)),
  listOutbox: (input) => said(commands.listOutbox(input)),
  exportOutbox: (input) => said(commands.exportOutbox(input)),
  retryFailed: (id) => said(commands.retryFailed(id)),
  decideUncertain: (input) => done(commands.decideUncertain(input)),
  customerMail: (id) => said(commands.customerMail(id)),
  explainFigure: (input) => said(commands.explainFigure(input)),
  explore: (input) => said(commands.explore(input)),
  breakdown: (input) => said(commands.breakdown(input)),
  priceMarks: (input) => said(commands.priceMarks(input)),
  dimensionValues: (input) => said(commands.dimensionValues(input)),
  exportExplorer: (input) => said(commands.exportExplorer(input)),
  exportOrders: (input, format) => said(commands.exportOrders(input, format)),
  writeReport: (input) => said(commands.writeReport(input)),
  chooseFiles: () => said(commands.chooseFiles()),
  previewImport: (input, onProgress) => said(commands.previewImport(input, channel(onProgress))),
  applyImport: (id, onProgress) => said(commands.applyImport(id, channel(onProgress))),
  discardPreview: (id) => done(commands.discardPreview(id)),
  cancelTask: () => done(commands.cancelTask()),
  exportRejections: (id) => said(commands.exportRejections(id)),
  listImports: () => said(commands.listImports()),
  undoImport: (id) => said(commands.undoImport(id)),
  undoKeeps: (id) => said(commands.undoKeeps(id)),
  mappingFields: () => said(commands.mappingFields()),
  suggestColumns: (input) => said(commands.suggestColumns(input)),
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

//! One shop is one SQLite file: opening, migrating, reading, writing, checking, backing up.
//!
//! This is the only crate that knows SQL. Reading goes through [`Store::read`], which sees one
//! state of the file from beginning to end; writing goes through [`Store::write`], which is one
//! transaction and the only write path there is.
#![deny(missing_docs)]

mod backup;
mod campaigns;
mod changes;
mod connection;
mod customer_facts;
mod customer_page;
mod customer_search;
mod doctor;
mod erase;
mod erased;
mod error;
mod facts;
mod folding;
mod goals;
mod hand_over;
mod import_write;
mod imports;
mod ledger;
mod loose_refunds;
mod map_bands;
mod mappings;
mod migrate;
mod notes;
mod orders;
mod pairs;
mod people_facts;
mod person_data;
mod segments;
mod sending;
mod shelf;
mod shop;
mod store;
mod stored_words;
mod suggesting;
mod tx;
mod watched;

pub use backup::{Backup, BackupReason, list as list_backups, restore};
pub use campaigns::{
    Assigned, CampaignRecord, CampaignSettings, CodeStock, DomainEntryState, DomainLook, LastMail,
    Part, PersonExtra, SavedBlock, TakenCode,
};
pub use changes::ChangedOrders;
pub use customer_facts::CustomerRecord;
pub use customer_page::{ConsentEntry, CustomerCard};
pub use doctor::{Finding, Health};
pub use erase::{ErasedCounts, Erasure};
pub use erased::{Erased, order_is_of_nobody};
pub use error::{Error, Result};
pub use facts::ReadFacts;
pub use goals::GoalRecord;
pub use hand_over::PersonContact;

pub use import_write::{
    BalanceContent, BehaviourContent, BehaviourKind, BehaviourRecord, BehaviourWriter, Beside,
    CartLine, CatalogueContent, CatalogueStatus, CatalogueWriter, CheckoutContent, CheckoutRecord,
    Kept, KeptKind, KeptPlace, KeptTotals, KnownCatalogue, LightOrder, OrderIndex, PaymentContent,
    PaymentHint, PaymentKind, PaymentOrder, PaymentRecord, PaymentStatus, RefundContent,
    SaidProduct, SalesAre, VariantContent,
};
pub use import_write::{
    ConsentSaid, CustomerContent, CustomerSaid, Fingerprint, ImportStamp, KnownCustomer,
    KnownOrder, LineContent, NewImportFile, NewRejection, OrderContent, OrderPlace, OrderWriter,
    PostponedIndices, ProductNumbers, ReadyOrder, SaidProfile, Sighting, StoredOrder, UndoKeeps,
    Who,
};
pub use imports::{ImportFileRecord, ImportRecord};
pub use ledger::{
    AssumedOfPoints, CodeOrder, EarningLine, EarningOrder, LedgerAccount, LedgerDue, LedgerEntry,
    LedgerHolder, LedgerKind, LedgerLot, LedgerOrder, LedgerRow, NewReward, OpeningBalance,
    ProgrammeRecord, RewardRecord, SoldThing, StartPerson, StartRecord, TierReward,
};
pub use map_bands::MapBandsRecord;
pub use mappings::MappingRecord;
pub use migrate::{MIGRATIONS, Migration};
pub use notes::NoteRecord;
pub use orders::{OrderLineRecord, OrderRecord, Payment};
pub use pairs::{CustomerWord, PairRecord, PairVerdict, People};
pub use person_data::{ListedRecord, SaidRecord};
pub use segments::{SegmentDay, SegmentRecord, SegmentSaved, SegmentVersion, SnapshotRecord};
pub use sending::{
    AccountUse, AuthKind, Claim, ClaimedRow, EventKind, EventVerdict, InboxCursor, InboxEvent,
    Journaled, KnownPeople, Lease, MailAccountRecord, MailAccountSettings, NewInboxEvent,
    NewSuppression, OutboxFilter, OutboxRow, OutboxState, PausedBy, PlanExtra, PlanWords, Planned,
    QuietHours, Reason, Recipient, Recovered, SaidNo, Security, SenderIdentity, SendingRecord,
    SendingSettings, SendingState, Settling, StateCount, SuppressedAddress, SuppressionReason,
    Window,
};
pub use shelf::{ShelfDeed, ShelfProduct, ShelfVariant};
pub use shop::{NewShop, ShopRecord};
pub use store::{OpenOptions, Role, Store, is_shop_file, peek};
pub use suggesting::ChosenModel;
pub use tx::{ReadTx, Topic, WriteTx};

// Rules to begin with, as sentences that the program reads.
import type { t } from '$lib/messages';

export type Template = keyof typeof t.segments.templates;
export type TemplateGroup = keyof typeof t.segments.addGroups;

/** By group, in their order. Nothing between quotation marks is still to be named. */
export const templates: Record<TemplateGroup, readonly (readonly [Template, string])[]> = {
  orders: [
    ['count', 'orders at least 2'],
    ['spent', 'spent at least 100.00 in the last 12 months'],
    ['lastOrder', 'last order not in the last 60 days'],
    ['firstOrder', 'first order in the last 30 days'],
    ['average', 'average order at least 80.00'],
    ['items', 'items per order at least 3'],
    ['product', 'orders at least 1 of product ""'],
    ['category', 'orders at least 1 of category ""'],
    ['code', 'orders at least 1 with code ""'],
    ['fullPrice', 'orders at least 1 without a discount'],
    ['refund', 'orders at least 1 with a refund'],
  ],
  worth: [
    ['highValue', 'high-value'],
    ['group', 'score group "At risk"'],
    ['predicted', 'predicted value at least 100.00'],
  ],
  points: [
    ['points', 'points at least 100'],
    ['closeToReward', 'close to a reward'],
    ['unusedReward', 'has an unused reward'],
    ['tier', 'tier ""'],
  ],
  who: [
    ['country', 'country ""'],
    ['city', 'city ""'],
    ['tag', 'tagged ""'],
    ['messages', 'can get e-mail'],
    ['segment', 'in segment ""'],
  ],
  site: [
    ['wished', 'wishlisted anything in the last 90 days but not bought since'],
    ['viewed', 'viewed anything in the last 30 days but not bought since'],
    ['cart', 'left a cart in the last 30 days but not bought since'],
  ],
};

/** A rule that holds where one of two things does. */
export const groupRule = 'orders at least 2 or spent at least 100.00 in the last 12 months';

// What Home says of why the average moved and of what to do next; and the pages Products, Returning and What if.
import { counted } from './counted';

const orders = (n: number, written: string) => counted(n, written, 'order', 'orders');

export const why = {
  title: 'Why it moved',
  seeOrders: 'See the orders',
  none: 'Nothing to compare with: there are no orders in the month before.',
  noOrders: 'One of the two months has no orders, so there is nothing to explain.',
  tooFew: 'Too few orders to tell what moved it. It takes about 30 on each side.',
  parts: 'Parts that add up to the change',
  kinds: {
    unitsPerOrder: { up: 'More items per order', down: 'Fewer items per order' },
    price: { up: 'Prices of the same items', down: 'Prices of the same items' },
    discount: { up: 'Smaller discounts', down: 'Deeper discounts' },
    choice: { up: 'What people chose', down: 'What people chose' },
    newProducts: { up: 'New products', down: 'New products' },
    goneProducts: { up: 'Products no longer sold', down: 'Products no longer sold' },
    unlistedItems: { up: 'Goods without a line', down: 'Goods without a line' },
    freeItems: { up: 'Free and negative items', down: 'Free and negative items' },
    tax: { up: 'Tax', down: 'Tax' },
    shipping: { up: 'Shipping', down: 'Shipping' },
    refunds: { up: 'Fewer refunds', down: 'More refunds' },
    duties: { up: 'Duties', down: 'Duties' },
    tips: { up: 'Tips', down: 'Tips' },
    giftCards: { up: 'Gift cards sold with goods', down: 'Gift cards sold with goods' },
    unexplained: { up: 'Not explained by the files', down: 'Not explained by the files' },
    rounding: { up: 'Rounding to whole cents', down: 'Rounding to whole cents' },
  },
  fromTo: (from: string, to: string) => `${from} to ${to}`,
  priceMoved: (name: string, from: string, to: string) => `${name} ${from} to ${to}`,
  more: (name: string) => `More ${name}`,
  less: (name: string) => `Fewer ${name}`,
  moreAndFewer: (more: string, fewer: string) => `More ${more}, fewer ${fewer}`,
  others: (n: number, written: string) => `and ${counted(n, written, 'other', 'others')}`,
  discountShare: (from: string, to: string) => `${from} off to ${to} off`,
  ask: 'Why?',
  askLabel: (before: string) => `Why it is not as ${before}`,
  differ: 'Why do these differ?',
  choose: 'Choose a row, or two, to see why their averages differ.',
  chosen: (one: string, other: string) => `${one} and ${other}`,
  chosenOne: (one: string) => `${one} and all others`,
  groupsTitle: (one: string, other: string) => `From ${one} to ${other}`,
  allOthers: 'All others',
  onlyIn: (group: string) => `Products of ${group} alone`,
  likely: (low: string, high: string) => `The difference is very likely between ${low} and ${high}.`,
  cannotTell: (low: string, high: string) => `Cannot tell whether they differ: very likely between ${low} and ${high}.`,
  tooFewGroups: 'Too few orders to tell what makes the difference. It takes about 30 on each side.',
  noOrdersSide: 'One side has no orders, so there is nothing to explain.',
  both: (n: number, written: string) => `${orders(n, written)} ${n === 1 ? 'is' : 'are'} on both sides.`,
  byGroup: (by: string) => `The same change by ${by}`,
  within: 'Own average',
  mix: 'Share of orders',
  inAll: 'In all',
  byGroupText: 'Own average: its orders became larger or smaller. Share of orders: it became more or fewer of all orders.',
};

export const next = {
  title: 'What you could do next',
  hint: 'What is likely at stake in the next 30 days',
  how: 'How we estimate',
  none: 'Nothing stands out',
  noneText: 'Your orders show no threshold, set or group of customers that is likely to bring more.',
  few: 'Too few orders to suggest anything',
  fewText: 'Suggestions need about 100 orders. They come by themselves with your next imports.',
  rangeOf: (low: string, high: string) => `${low}–${high}`,
  rangeLabel: (low: string, likely: string, high: string) => `Likely between ${low} and ${high}, most likely ${likely}`,
  actions: { orders: 'See the orders', people: 'See the people', threshold: 'Open What if', bundle: 'See the set' },
  showAll: (n: number, written: string) => `Show all ${counted(n, written, 'suggestion', 'suggestions')}`,
  showFewer: 'Show the first five',
  noAmount: 'No amount',
  noAmountWhy: 'What it would bring cannot be told from your orders',
  justShort: {
    title: (n: number, written: string) => `${orders(n, written)} stopped just short of free shipping`,
    text: (days: string, threshold: string, gap: string, item: number, itemText: string) =>
      `In ${days} days, on average ${gap} below ${threshold}. ${item === 0 ? '' : `${itemText} ${item === 1 ? 'was' : 'were'} one popular item short. `}Tell people how close they are.`,
  },
  firstThreshold: {
    title: (threshold: string) => `Free shipping from ${threshold} would pay`,
    text: (n: number, written: string, days: string) => `${orders(n, written)} in ${days} days were within reach of it. It leaves more even at the worst of what is likely.`,
  },
  bundle: {
    title: (names: string) => `${names} belong together`,
    text: (held: number, written: string, lift: string, two: boolean) => `${orders(held, written)} held ${two ? 'both' : 'all of them'}, ${lift} times what chance would give. Offer them as a set.`,
  },
  quietCustomers: {
    title: (n: number, written: string) => `${counted(n, written, 'good customer has', 'good customers have')} gone quiet`,
    text: (usual: string, days: string, back: string) => `They usually order for ${usual}, and the last order is ${days} days ago. Of such customers, ${back} come back within 30 days by themselves; what a message adds is not known.`,
  },
  discountAway: {
    title: (code: string) => `${code} gives money away`,
    titleDepth: (from: string, until: string) => `Discounts of ${from} to ${until}% give money away`,
    text: (n: number, written: string, given: string, average: string, full: string, share: string) =>
      `${orders(n, written)} with ${given} off came to ${average}; at full price ${full}. ${share} had paid full price before.`,
  },
  basketOpener: {
    title: (name: string) => `${name} opens large orders`,
    text: (n: number, written: string, besides: string, others: string) =>
      `${orders(n, written)} hold it, with ${besides} of other things beside it. Orders without it come to ${others}. Show it early.`,
  },
  largerOrders: {
    title: (when: string) => `${when} brings larger orders`,
    text: (here: string, elsewhere: string, weeks: string) => `They come to ${here} on average; at other times ${elsewhere}. Seen over ${weeks} weeks. A good time for your next message.`,
  },
  moreOrders: {
    title: (when: string) => `${when} brings most orders`,
    text: (here: string, elsewhere: string, weeks: string) => `${here} orders a week; at other such times ${elsewhere}. Seen over ${weeks} weeks. A good time for your next message.`,
  },
};

export const estimate = {
  title: 'How we estimate',
  intro: (days: string, n: number, written: string) =>
    `Every estimate is worked out from your own orders: ${orders(n, written)}, ${days}. It says what is likely at stake in the next 30 days: what would come on top if you do it, and of customers who have gone quiet what usually comes back by itself.`,
  range: 'The bar runs from the least to the most that is likely, the dot is the most likely. Where something cannot be read from your orders, an assumption stands in and says so.',
  rank: 'They are ranked by the likely amount. They do not add up: a customer can only order once.',
  comesTo: (low: string, likely: string, high: string) => `Likely ${low} to ${high}, most likely ${likely}`,
  none: 'What it would bring cannot be told from your orders.',
  what: {
    short: 'Orders that stopped just short',
    lackOne: 'Orders that lack one of the set',
    without: 'Orders without it',
    discounted: 'Orders with the discount',
    quiet: 'Customers who have gone quiet',
    topsUp: 'Of them, those who would top up',
    takes: 'Of them, those who would take one more',
    cameBack: 'Of such customers, those who came back before',
    boughtBefore: 'Of them, those who bought at full price before',
    stillBuys: 'Of these, those who would buy without it',
    gap: 'What each lacks',
    brings: 'What it brings to an order',
    usual: 'What each usually orders for',
    given: 'What each saved',
    margin: 'What is left after tax and cost',
  },
  origins: { measured: 'from your orders', assumed: 'our assumption', given: 'you said so' },
  shares: (low: string, high: string) => (low === high ? low : `${low} to ${high}`),
};

export const quiet = {
  title: (n: number, written: string) => counted(n, written, 'good customer', 'good customers'),
  intro: 'They order for more than most, and have been away for longer than they used to. Those who are worth most stand first.',
  usual: 'Usual order',
  last: 'Last order',
  every: (days: string) => `Used to order every ${days} days`,
  saidNo: 'Said no to e-mail',
  find: (name: string) => `Find the orders of ${name}`,
  none: 'Nobody has gone quiet',
  more: 'Show more',
};

export const goal = {
  title: 'Goal',
  noneText: 'Choose an average to work towards. It is drawn as a line on the chart.',
  set: 'Set a goal',
  change: 'Change',
  remove: 'Take the goal away',
  field: 'Average order value to reach',
  hint: (now: string) => `${now} in the month that is shown`,
  save: 'Keep the goal',
  cancel: 'Cancel',
  fault: 'Write an amount above zero, such as 60 or 60.50',
  reached: (target: string) => `${target} is reached`,
  toGo: (gap: string, target: string) => `${gap} to go to ${target}`,
  sure: 'The true average very likely lies above it',
  unsure: 'The true average may still lie below it',
  below: 'The true average very likely lies below it',
  perhaps: 'The true average may already lie above it',
  kept: (target: string) => `The goal is ${target}`,
  removed: 'The goal is gone',
  progress: (share: string) => `${share} of the goal`,
  line: (target: string) => `Goal: ${target}`,
};

export const notice = {
  above: (value: string) => `Last week’s average was unusually high: ${value}`,
  below: (value: string) => `Last week’s average was unusually low: ${value}`,
  why: (low: string, high: string, weeks: string) => `Going by the ${weeks} weeks before, it lies between ${low} and ${high} in 39 of 40 weeks.`,
  see: 'See the orders',
  dismiss: 'Put this away',
  dismissed: 'Put away',
};

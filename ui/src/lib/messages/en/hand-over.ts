// What is said where people are handed over to other programs.
import { counted } from './counted';

export const handOver = {
  action: 'Hand over',
  targets: {
    shopify: 'Shopify, as a tag',
    mailchimp: 'Mailchimp',
    klaviyo: 'Klaviyo',
    google: 'Google Customer Match',
    meta: 'Meta audience',
    csv: 'CSV file',
    xlsx: 'Excel file',
  },
  titles: {
    shopify: 'Hand over to Shopify',
    mailchimp: 'Hand over to Mailchimp',
    klaviyo: 'Hand over to Klaviyo',
    google: 'Hand over to Google',
    meta: 'Hand over to Meta',
    csv: 'Save these people as CSV',
    xlsx: 'Save these people as Excel',
  },
  included: (n: number, written: string) => `of ${counted(n, written, 'person', 'people')} will be in the file`,
  reasons: { saidNo: 'Said no to e-mail', neverAsked: 'Did not agree to e-mail', noAddress: 'No address', erased: 'Erased' },
  everybody: 'Also those who did not agree',
  everybodyHint: 'For your own lists. Do not write to them.',
  plain: 'Addresses as they are',
  plainHint: 'Otherwise they are scrambled, so that only someone who has the same address knows it. Both programs take either.',
  tag: 'Tag',
  tagHint: 'You find these people there by this word.',
  sample: 'The first rows of the file',
  write: 'Save the file',
  writing: 'Saving',
  written: (n: number, written: string, path: string) => `${counted(n, written, 'person is', 'people are')} in ${path}`,
};

// What the dialog of the report to hand out says.
export const report = {
  action: 'Make a report…',
  title: 'Make a report',
  text: 'One file to print or to send. It is written on this computer and goes nowhere by itself.',
  period: 'Period',
  periods: { days90: 'The newest 90 days', year: 'The newest 12 months', all: 'All time' },
  compare: 'Compared with',
  kind: 'Kind of file',
  kinds: { pdf: 'PDF', html: 'Web page', xlsx: 'Excel', csv: 'CSV' },
  kindHints: {
    pdf: 'Pages to print and to send, with every chart.',
    html: 'One page for any browser, with every chart. It fetches nothing.',
    xlsx: 'A workbook with a sheet for each table.',
    csv: 'All tables as text, one under another.',
  },
  holds: 'What is in it',
  parts: [
    'The average with its formula, and how sure it is',
    'How it went over time, and why it moved',
    'How big orders are, and where they came from',
    'Customers who came back',
    'Why other tools show another figure',
    'What could be done next',
  ],
  save: 'Save as…',
  saving: 'Making the report',
  saved: (path: string) => `Saved as ${path}`,
};

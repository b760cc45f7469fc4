// The document of a mail, as the program knows it. Some of its names mean something else in a browser.
export type {
  Block,
  ColourRole,
  Content,
  Corners,
  Document as MailDocument,
  Ground,
  Language,
  Look,
  ProductSource,
  Target,
  Typeface,
  Variable,
  VariableGroup,
} from '$lib/backend/backend';

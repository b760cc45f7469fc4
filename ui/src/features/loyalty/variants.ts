/** Another kind of a sentence, to be chosen. */
export interface Variant {
  text: string;
  chosen: boolean;
  /** Any number of them may hold; else one. */
  several?: boolean;
  choose: () => void;
}

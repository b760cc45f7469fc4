// The options of a list that is searched by words.

export interface PickerOption {
  value: string | null;
  text: string;
}

export interface PickerGroup {
  title: string;
  options: readonly PickerOption[];
}

function folded(text: string): string {
  return text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase();
}

/**
 * The groups with the options that have all words, in their own text or in the name of their group;
 * what stands for no value comes first.
 */
export function matching(groups: readonly PickerGroup[], none: string, words: string): PickerGroup[] {
  const wanted = folded(words).split(/\s+/u).filter((word) => word !== '');
  const all = [{ title: '', options: [{ value: null, text: none }] }, ...groups];
  const fits = (group: PickerGroup, option: PickerOption) => {
    const text = folded(`${group.title} ${option.text}`);
    return wanted.every((word) => text.includes(word));
  };
  return all
    .map((group) => ({ title: group.title, options: group.options.filter((option) => fits(group, option)) }))
    .filter((group) => group.options.length > 0);
}

/** The options one below the other. */
export function flat(groups: readonly PickerGroup[]): PickerOption[] {
  return groups.flatMap((group) => group.options);
}

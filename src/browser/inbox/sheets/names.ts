// How the fields of a sheet, and what is chosen in them, are called in the visitor's language.
import type { SheetNames } from '../../../disclosure/sheets/export.ts';
import type { FieldId } from '../../../disclosure/sheets/fields.ts';
import { language, texts } from '../base/page.ts';

const { fields, fieldHelp, choices } = texts.sheets;

export const sheetNames: SheetNames = {
  name: (id) => fields[id],
  choice: (id, choice) => wordFor(id, choice) ?? choice,
};

/** What one of the choices of a field is called; undefined for what is none. */
function wordFor(id: FieldId, choice: string): string | undefined {
  switch (id) {
    case 'type':
      return choices.type[choice as keyof typeof choices.type];
    case 'level':
      return choices.level[choice as keyof typeof choices.level];
    case 'productType':
      return choices.productType[choice as keyof typeof choices.productType];
    case 'productClass':
      return choices.productClass[choice as keyof typeof choices.productClass];
    case 'grounds':
      return choices.grounds[choice as keyof typeof choices.grounds];
    case 'memberStates':
      return countryName(choice);
    default:
      return choices.answer[choice as keyof typeof choices.answer];
  }
}

/** What helps to fill a field in; empty for nothing. */
export function helpOf(id: FieldId): string {
  return fieldHelp[id as keyof typeof fieldHelp] ?? '';
}

let countries: Intl.DisplayNames | undefined;

/** The name of a country by its two letters. */
function countryName(code: string): string {
  countries ??= new Intl.DisplayNames([language], { type: 'region' });
  return countries.of(code) ?? code;
}

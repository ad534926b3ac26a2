import { WorkbookError } from './workbook-error';

/** Which sheet of a workbook is read. */
export interface Reading {
  /** Its name. @default the first that is not hidden */
  readonly sheet?: string | undefined;
  /** Is given the name of the sheet that is read, if there are others. */
  readonly onSheet?: ((name: string) => void) | undefined;
}

interface Sheet {
  readonly name: string;
  readonly hidden: boolean;
}

/** @throws WorkbookError when there is no such sheet */
export function chooseSheet<Kind extends Sheet>(sheets: readonly Kind[], { sheet, onSheet }: Reading): Kind {
  const found = sheets.find(({ name, hidden }) => (sheet === undefined ? !hidden : name === sheet));
  if (found === undefined) {
    const names = sheets.map(({ name }) => `"${name}"`).join(', ');
    throw new WorkbookError(
      sheet === undefined ? 'has only hidden sheets; show one' : `has no sheet "${sheet}"; give one of ${names}`,
    );
  }
  if (sheets.length > 1) onSheet?.(found.name);
  return found;
}

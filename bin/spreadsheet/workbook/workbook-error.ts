/** A workbook cannot be read. Its message goes on where the name of the file ends. */
export class WorkbookError extends Error {}

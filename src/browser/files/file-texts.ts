import type { FileTexts as Picked } from '../../handover/files.ts';

/** The sentences about files that a page hands over, among its own or by themselves. */
export type FileTexts = Pick<Picked, 'filesRemove' | 'filesRemoveShort' | 'filesCount' | 'upload'> & {
  errors: Pick<Picked['errors'], 'filesTooMany' | 'filesTooLarge' | 'filesUnreadable'>;
};

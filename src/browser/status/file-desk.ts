import type { MessageFileTexts } from '../../handover/files.ts';
import type { LanguageCode } from '../../i18n/languages.ts';

/** What a file needs of the page around it. */
export interface FileDesk {
  language: LanguageCode;
  texts: MessageFileTexts;
  accessToken: string;
  /** Gives what opens a file by the receipt. */
  opener: { replyKey: string | null; passphrase: string };
}
